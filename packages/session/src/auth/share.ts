import type { AuthContext } from "../contracts/authStrategy.ts";
import type { Flow } from "../flow/flow.ts";
import { FlowObject } from "../flow/flowObject.ts";
import type { Step } from "../flow/step.ts";
import type { Call } from "../message/call.ts";
import { type Run, resultOf } from "./run.ts";

/** Gets it, for the call of this context. */
export type Start<T> = (context: AuthContext) => Flow<T>;

/** Where a call asks for it. */
export interface Shared<T> {
  get(context: AuthContext, start: Start<T>, insist: boolean): Flow<T>;
}

/** A call's share of a run. No generator: thousands of calls may wait here, and each would hold three times as much. */
export class Share<T> extends FlowObject<T> {
  readonly #run: Run<T>;
  readonly #shared: Shared<T>;
  readonly #context: AuthContext;
  readonly #start: Start<T>;
  readonly #insist: boolean;
  /** When it began to wait; `undefined` before. */
  #begunAt: number | undefined;
  /** Asks anew, where that run says nothing to this call. */
  #anew: Flow<T> | undefined;

  constructor(run: Run<T>, shared: Shared<T>, ...[context, start, insist]: Parameters<Shared<T>["get"]>) {
    super();
    this.#run = run;
    this.#shared = shared;
    this.#context = context;
    this.#start = start;
    this.#insist = insist;
  }

  /** @param answer - of a `wait` step: whether the run is over */
  next(answer?: unknown): IteratorResult<Step, T> {
    if (this.#anew !== undefined) return this.#anew.next(answer);
    const { fork } = this.#run;
    const { call } = this.#context;
    const { clock } = call.settings;
    if (this.#begunAt === undefined) {
      // Whoever holds a flow and comes back to it later is not told of what was then.
      if (fork.outcome !== undefined) return this.#askAnew();
      this.#begunAt = clock.now();
    } else if (answer === true || patienceEnd(call, this.#run, this.#begunAt) <= clock.now()) {
      this.#waited(this.#begunAt);
      const result = resultOf(this.#run, call);
      return result === undefined ? this.#askAnew() : { done: true, value: result.value };
    }
    const until = patienceEnd(call, this.#run, this.#begunAt);
    return { done: false, value: { do: "wait", signal: fork.settled, until } };
  }

  override throw(error: unknown): IteratorResult<Step, T> {
    if (this.#anew !== undefined) return this.#anew.throw(error);
    if (this.#begunAt !== undefined) this.#waited(this.#begunAt);
    throw error;
  }

  #askAnew(): IteratorResult<Step, T> {
    this.#anew = this.#shared.get(this.#context, this.#start, this.#insist);
    return this.#anew.next();
  }

  #waited(begunAt: number): void {
    const { call } = this.#context;
    const run = this.#run.call;
    call.waited("credential", call.settings.clock.now() - begunAt);
    if (run.left !== undefined) call.leaveQueue(Math.max(begunAt, run.left));
    call.obtained = run === call ? "by this call" : "by another call";
  }
}

/**
 * How long a call waits for a run. Waiting is part of the call's time, which begins when the request of the run leaves
 * the queue: until then, its end is only when to look again. A run ends with the time of its own call; whoever has no
 * less, and came later, needs no timer.
 */
function patienceEnd(waiting: Call, { call }: Run<unknown>, begunAt: number): number {
  const { settings, left, until, deadlineAt } = waiting;
  if (left !== undefined || settings.streams || (!call.settings.streams && settings.timeout >= call.settings.timeout)) {
    return until;
  }
  const from = call.left === undefined ? settings.clock.now() : Math.max(begunAt, call.left);
  return Math.min(deadlineAt, from + settings.timeout);
}
