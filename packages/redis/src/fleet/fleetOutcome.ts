import { LatchkeyError } from "@latchkey/session";

/** Why an item of a batch failed, as its worker told it: never a stack or a secret. */
export interface FleetFailure {
  /** The error's code where it is one of the library's; `stalled` when its workers died; else `error`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What became of an item. */
export type FleetOutcome<R> = { readonly result: R } | { readonly error: FleetFailure };

/** A failure as it travels. */
export function failureOf(error: unknown): FleetFailure {
  if (error instanceof LatchkeyError) {
    const { code, message, hint } = error;
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  return { code: "error", message: error instanceof Error ? error.message : String(error) };
}

/** Reads what a worker returned; anything else is a failure of its own. */
export function outcomeOf<R>(value: unknown): FleetOutcome<R> {
  if (typeof value === "object" && value !== null) {
    // Written by fleetWorker: results are what its `perform` answered.
    if ("result" in value) return { result: value.result as R };
    // An answer of nothing, as JSON leaves it.
    if (Object.keys(value).length === 0) return { result: undefined as R };
    if ("error" in value && isFailure(value.error)) return { error: value.error };
  }
  return { error: { code: "protocol", message: "A worker of another version did this item." } };
}

function isFailure(value: unknown): value is FleetFailure {
  if (typeof value !== "object" || value === null) return false;
  return typeof Reflect.get(value, "code") === "string" && typeof Reflect.get(value, "message") === "string";
}
