import { TransportError } from "../errors/transportError.ts";
import type { Flow } from "../flow/flow.ts";
import { Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import type { Transport } from "./transport.ts";

let turning = false;

/** One per thread, so that a flow may resume any other without deepening the stack. */
const scheduler = new Scheduler({
  call(fn, done) {
    let result: unknown;
    try {
      result = fn();
    } catch (error) {
      done({ error });
      return;
    }
    if (!isThenable(result)) {
      done({ value: result });
      return;
    }
    result.then(
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

/** Whether a value is a promise, or behaves like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  return "then" in value && typeof value.then === "function";
}

/**
 * Runs a flow and promises its result.
 *
 * @param signal - cancels the flow: the promise is then rejected with a TransportError of code `aborted`, once the
 * flow has cleaned up after itself.
 */
export function runAsync<T>(
  flow: Flow<T>,
  transport: Transport,
  signal?: AbortSignal,
  group: Set<Task> = new Set(),
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted());
      return;
    }
    const abort = (): void => scheduler.cancel(task, aborted());
    const task = scheduler.start(flow, transport, group, (outcome) => {
      signal?.removeEventListener("abort", abort);
      if ("error" in outcome) reject(outcome.error);
      // The scheduler settles a task with what its own flow returned, hence with a T.
      else resolve(outcome.value as T);
    });
    if (!task.done) signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Ends the flows of a group: each is told why. */
export function cancelAsync(group: ReadonlySet<Task>, reason: Error): void {
  scheduler.cancelAll(group, reason);
}

function aborted(): TransportError {
  return new TransportError("aborted", "The call was aborted by its signal.");
}
