import type { AuthContext } from "../contracts/authStrategy.ts";
import { StatusError } from "../errors/statusError.ts";
import { type Flow, fork } from "../flow/flow.ts";
import { CoolDown } from "./coolDown.ts";
import { concerns, isEnding, type Run, type RunFailure } from "./run.ts";
import { Share, type Start } from "./share.ts";

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
  #current: Run<T> | undefined;
  #failure: RunFailure | undefined;

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
  get(context: AuthContext, start: Start<T>, insist: boolean = false): Flow<T> {
    const run = this.#current;
    return run === undefined ? this.#lead(context, start, insist) : new Share(run, this, context, start, insist);
  }

  /** Begins a run, unless another call was first. */
  *#lead(context: AuthContext, start: Start<T>, insist: boolean): Flow<T> {
    const run = this.#current ?? (yield* this.#begin(context, start, insist));
    return yield* new Share(run, this, context, start, insist);
  }

  /**
   * Begins a run that nobody waits for, unless one is under way or the last one failed a moment ago. It has a call of its
   * own: what it takes, and what goes wrong, is not that call's.
   */
  *prepare(context: AuthContext, start: Start<T>): Flow<void> {
    if (this.running || !this.#coolDown.over(context.call.settings.clock.now())) return;
    yield* this.#begin(context.apart(), start, true);
  }

  *#begin(context: AuthContext, start: Start<T>, insist: boolean): Flow<Run<T>> {
    const { call } = context;
    const failure = this.#failure;
    const cooling = !insist && !this.#coolDown.over(call.settings.clock.now());
    if (failure !== undefined && cooling && concerns(failure, call)) throw failure.error;
    // The fork begins when this flow parks, hence after the next line.
    const run = { call, fork: yield* fork(this.#run(context, start)) };
    this.#current = run;
    return run;
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
