import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Fork } from "../flow/fork.ts";
import type { Call } from "../message/call.ts";

/** What gets something that many calls need. */
export interface Run<T> {
  /** The call that it works for: its time and its attempts are spent. */
  readonly call: Call;
  readonly fork: Fork<T>;
}

export interface RunFailure {
  readonly call: Call;
  readonly error: unknown;
}

/** What a run came to for one of the calls that wait for it; `undefined` when its failure says nothing to that call. */
export function resultOf<T>({ call, fork: { outcome } }: Run<T>, waiting: Call): { readonly value: T } | undefined {
  if (outcome === undefined) {
    throw new TransportError("timeout", "The time of this call ended while it waited for a token.");
  }
  if (!("error" in outcome)) return outcome;
  const { error } = outcome;
  if (call !== waiting && !concerns({ call, error }, waiting)) return undefined;
  throw error;
}

/** Whether the failure of a run for one call says anything to another. */
export function concerns({ call, error }: RunFailure, other: Call): boolean {
  if (isEnding(error)) return false;
  if (!(error instanceof TransportError) || error.code !== "timeout") return true;
  // That call may have had less time than the other, or (in a blocking session) have been left half-way long ago.
  return patience(other) <= patience(call) && other.begun - call.begun <= patience(call);
}

function patience({ settings }: Call): number {
  return settings.streams ? settings.deadline : Math.min(settings.timeout, settings.deadline);
}

/** The end of the session or call that it ran for: nobody else's failure. */
export function isEnding(error: unknown): boolean {
  return (
    (error instanceof TransportError && error.code === "aborted") ||
    (error instanceof UsageError && (error.code === "closed" || error.code === "deadlock"))
  );
}
