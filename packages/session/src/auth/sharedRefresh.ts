import { StatusError } from "../errors/statusError.ts";
import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import { type Flow, fork, wait } from "../flow/flow.ts";
import type { Fork } from "../flow/fork.ts";
import type { Call } from "../message/call.ts";
import { CoolDown } from "./coolDown.ts";

interface Flight {
  /** The call that it works for: its time and its attempts are spent. */
  readonly call: Call;
}

interface Failure extends Flight {
  readonly error: unknown;
}

/**
 * Something that many calls need and one of them gets. It runs apart from that call, so that the call's end does not
 * end it; the others wait, each within its own time, and share its result or its failure. A failure is not remembered
 * as an answer, but for a while, longer each time, nobody tries again: all callers are told of it at once.
 *
 * @example
 * ```ts
 * const refresh = new SharedRefresh<Token>();
 * const token = yield* refresh.get(context.call, () => requestToken(context));
 * ```
 */
export class SharedRefresh<T> {
  readonly #coolDown: CoolDown = new CoolDown(0);
  #current: (Flight & { readonly fork: Fork<T> }) | undefined;
  #failure: Failure | undefined;

  /** Whether it runs right now. */
  get running(): boolean {
    return this.#current !== undefined;
  }

  /**
   * Its result: of the run under way, or of one that begins with `start`.
   *
   * @param insist - tries again although the last failure was a moment ago: for what a person asked for
   */
  *get(call: Call, start: () => Flow<T>, insist: boolean = false): Flow<T> {
    for (;;) {
      const joined = this.#current;
      const flight = joined ?? (yield* this.#begin(call, start, insist));
      const begunAt = call.settings.clock.now();
      try {
        if (!(yield* wait(flight.fork.settled, call.until))) throw waitedTooLong();
      } finally {
        call.credentialWait += call.settings.clock.now() - begunAt;
        call.obtained = flight.call === call ? "by this call" : "by another call";
      }
      const outcome = flight.fork.outcome;
      if (outcome === undefined) throw new Error("A flow was said to be over and is not.");
      if (!("error" in outcome)) return outcome.value;
      if (joined === undefined || concerns({ call: flight.call, error: outcome.error }, call)) throw outcome.error;
    }
  }

  /** Begins a run that nobody waits for, unless one is under way or the last one failed a moment ago. */
  *prepare(call: Call, start: () => Flow<T>): Flow<void> {
    if (this.running || !this.#coolDown.over(call.settings.clock.now())) return;
    yield* this.#begin(call, start, true);
  }

  *#begin(call: Call, start: () => Flow<T>, insist: boolean): Flow<Flight & { readonly fork: Fork<T> }> {
    const failure = this.#failure;
    const cooling = !insist && !this.#coolDown.over(call.settings.clock.now());
    if (failure !== undefined && cooling && concerns(failure, call)) throw failure.error;
    // The fork begins when this flow parks, hence after the next line.
    const flight = { call, fork: yield* fork(this.#run(call, start)) };
    this.#current = flight;
    return flight;
  }

  *#run(call: Call, start: () => Flow<T>): Flow<T> {
    const { clock } = call.settings;
    try {
      const value = yield* start();
      this.#failure = undefined;
      this.#coolDown.calm();
      return value;
    } catch (error) {
      if (!isEnding(error)) {
        this.#failure = { call, error };
        this.#coolDown.strike(clock.now(), error instanceof StatusError ? error.retryAfter : 0);
      }
      throw error;
    } finally {
      this.#current = undefined;
    }
  }
}

/** Whether the failure of a run for one call says anything to another. */
function concerns({ call, error }: Failure, other: Call): boolean {
  if (isEnding(error)) return false;
  if (!(error instanceof TransportError) || error.code !== "timeout") return true;
  // That call may have had less time than the other, or (in a blocking session) have been left half-way long ago.
  return patience(other) <= patience(call) && other.begun - call.begun <= patience(call);
}

function patience({ settings }: Call): number {
  return settings.streams ? settings.deadline : Math.min(settings.timeout, settings.deadline);
}

/** The end of the session or call that it ran for: nobody else's failure. */
function isEnding(error: unknown): boolean {
  return (
    (error instanceof TransportError && error.code === "aborted") ||
    (error instanceof UsageError && (error.code === "closed" || error.code === "deadlock"))
  );
}

function waitedTooLong(): TransportError {
  return new TransportError("timeout", "The time of this call ended while it waited for a token.");
}
