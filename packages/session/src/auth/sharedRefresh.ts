import type { AuthContext } from "../contracts/authStrategy.ts";
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

interface Running<T> extends Flight {
  readonly fork: Fork<T>;
}

interface Result<T> {
  readonly value: T;
}

interface Failure extends Flight {
  readonly error: unknown;
}

/** Gets it, for the call of this context. */
type Start<T> = (context: AuthContext) => Flow<T>;

/**
 * Something that many calls need and one of them gets. It runs apart from that call, so that the call's end does not
 * end it; the others wait, each within its own time, and share its result or its failure. A failure is not remembered
 * as an answer, but for a while, longer each time, nobody tries again: all callers are told of it at once.
 *
 * @example
 * ```ts
 * const refresh = new SharedRefresh<Token>();
 * const token = yield* refresh.get(context, requestToken);
 * ```
 */
export class SharedRefresh<T> {
  readonly #coolDown: CoolDown = new CoolDown(0);
  #current: Running<T> | undefined;
  #failure: Failure | undefined;

  /** Whether it runs right now. */
  get running(): boolean {
    return this.#current !== undefined;
  }

  /**
   * Its result: of the run under way, or of one that begins with `start`.
   *
   * @param context - of the call that needs it
   * @param insist - tries again although the last failure was a moment ago: for what a person asked for
   */
  *get(context: AuthContext, start: Start<T>, insist: boolean = false): Flow<T> {
    for (;;) {
      const joined = this.#current;
      const flight = joined ?? (yield* this.#begin(context, start, insist));
      const begunAt = context.call.settings.clock.now();
      try {
        while (!(yield* looking(context.call, flight, begunAt)) && isPatient(context.call, flight, begunAt));
      } finally {
        waited(context.call, flight, begunAt);
      }
      const result = resultOf(flight, context.call, joined !== undefined);
      if (result !== undefined) return result.value;
    }
  }

  /** Begins a run that nobody waits for, unless one is under way or the last one failed a moment ago. */
  *prepare(context: AuthContext, start: Start<T>): Flow<void> {
    if (this.running || !this.#coolDown.over(context.call.settings.clock.now())) return;
    yield* this.#begin(context, start, true);
  }

  *#begin(context: AuthContext, start: Start<T>, insist: boolean): Flow<Running<T>> {
    const { call } = context;
    const failure = this.#failure;
    const cooling = !insist && !this.#coolDown.over(call.settings.clock.now());
    if (failure !== undefined && cooling && concerns(failure, call)) throw failure.error;
    // The fork begins when this flow parks, hence after the next line.
    const flight = { call, fork: yield* fork(this.#run(context, start)) };
    this.#current = flight;
    return flight;
  }

  *#run(context: AuthContext, start: Start<T>): Flow<T> {
    const { call } = context;
    const { clock } = call.settings;
    try {
      const value = yield* start(context);
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

/**
 * How long a call waits for a run. Waiting is part of the call's time, which begins when the request of the run leaves
 * the queue: until then, its end is only when to look again. A run ends with the time of its own call; whoever has no
 * less, and came later, needs no timer.
 */
function patienceEnd({ settings, left, until, deadlineAt }: Call, { call }: Flight, begunAt: number): number {
  if (left !== undefined || settings.streams || (!call.settings.streams && settings.timeout >= call.settings.timeout)) {
    return until;
  }
  const from = call.left === undefined ? settings.clock.now() : Math.max(begunAt, call.left);
  return Math.min(deadlineAt, from + settings.timeout);
}

// Functions, because thousands may wait here: what is worked out within the flow itself, each of them holds.

/** Waits for a run until it is over, `true`, or there is reason to look again. */
function looking(call: Call, flight: Running<unknown>, begunAt: number): Flow<boolean> {
  return wait(flight.fork.settled, patienceEnd(call, flight, begunAt));
}

function isPatient(call: Call, flight: Flight, begunAt: number): boolean {
  return patienceEnd(call, flight, begunAt) > call.settings.clock.now();
}

function waited(call: Call, flight: Flight, begunAt: number): void {
  call.waited("credential", call.settings.clock.now() - begunAt);
  if (flight.call.left !== undefined) call.leaveQueue(Math.max(begunAt, flight.call.left));
  call.obtained = flight.call === call ? "by this call" : "by another call";
}

/** What a run came to for one call; `undefined` when its failure says nothing to a call that joined it. */
function resultOf<T>({ call, fork: { outcome } }: Running<T>, waiting: Call, joined: boolean): Result<T> | undefined {
  if (outcome === undefined) throw waitedTooLong();
  if (!("error" in outcome)) return outcome;
  const { error } = outcome;
  if (joined && !concerns({ call, error }, waiting)) return undefined;
  throw error;
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
