import { TransportError } from "../errors/transportError.ts";
import type { Flow } from "../flow/flow.ts";
import { onAbort } from "../flow/onAbort.ts";
import { Slots } from "../flow/slots.ts";
import type { Outcome } from "../flow/step.ts";
import { abortSignal } from "../request/optionChecks.ts";
import { attempt } from "./attempt.ts";
import { isThenable } from "./isThenable.ts";
import { Scheduler } from "./scheduler.ts";
import type { Task, TaskGroup, Waiter } from "./task.ts";
import type { Transport } from "./transport.ts";

let turning = false;

/** One per thread, so that a flow may resume any other without deepening the stack. */
const scheduler = new Scheduler({
  call(fn, done) {
    const outcome = attempt(fn);
    if ("error" in outcome || !isThenable(outcome.value)) {
      done(outcome);
      return;
    }
    outcome.value.then(
      (value) => done({ value }),
      (error) => done({ error }),
    );
  },
  wake(self) {
    if (turning) return;
    turning = true;
    try {
      while (self.turn());
    } finally {
      turning = false;
    }
  },
});

/**
 * Runs a flow and promises its result.
 *
 * @param signal - cancels the flow: the promise is then rejected with a TransportError of code `aborted`, once the
 * flow has cleaned up after itself.
 * @param caller - what `caller` steps of the flow, and of those that it starts, are answered with
 */
export function runAsync<T>(
  flow: Flow<T>,
  transport: Transport,
  signal?: AbortSignal,
  group: TaskGroup = new Slots(),
  caller?: object,
): Promise<T> {
  const refusal = signal === undefined ? undefined : refusalOf(signal);
  if (refusal !== undefined) return neverBegun(flow, refusal);
  return new Promise((resolve, reject) => {
    if (signal === undefined) {
      scheduler.start(flow, transport, group, new Promised(resolve, reject), caller);
      return;
    }
    const abortable = new Abortable(resolve, reject);
    const task = scheduler.start(flow, transport, group, abortable, caller);
    if (task.done) return;
    abortable.forget = abortedBy(signal, task);
    // Raised by what the flow did first: nobody will hear of it again.
    if (signal.aborted) scheduler.cancel(task, aborted());
  });
}

/** The promise of a flow's result. An object, because closures would keep alive all that the function above was given. */
class Promised<T> implements Waiter {
  readonly #resolve: (value: T) => void;
  readonly #reject: (reason: unknown) => void;

  constructor(resolve: (value: T) => void, reject: (reason: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  settle(outcome: Outcome<unknown>): void {
    if ("error" in outcome) this.#reject(outcome.error);
    // The scheduler settles a task with what its own flow returned, hence with a T.
    else this.#resolve(outcome.value as T);
  }
}

class Abortable<T> extends Promised<T> {
  /** How to listen to the caller's signal no more. */
  forget: (() => void) | undefined;

  override settle(outcome: Outcome<unknown>): void {
    this.forget?.();
    super.settle(outcome);
  }
}

const checkSignal = abortSignal();

/** Why a flow must not begin. */
function refusalOf(signal: AbortSignal): { readonly error: unknown } | undefined {
  const checked = attempt(() => checkSignal(signal, "signal"));
  if ("error" in checked) return { error: checked.error };
  return signal.aborted ? { error: aborted() } : undefined;
}

/** A flow that does not begin is told: it may hold what its caller gave away. */
function neverBegun(flow: Flow<unknown>, { error: reason }: { readonly error: unknown }): Promise<never> {
  const told = attempt(() => flow.throw(reason));
  return Promise.reject("error" in told ? told.error : reason);
}

function abortedBy(signal: AbortSignal, task: Task): () => void {
  return onAbort(signal, () => scheduler.cancel(task, aborted()));
}

/** Ends the flows of a group: each is told why. */
export function cancelAsync(group: TaskGroup, reason: Error): void {
  scheduler.cancelAll(group, reason);
}

function aborted(): TransportError {
  return new TransportError("aborted", "The call was aborted by its signal.");
}
