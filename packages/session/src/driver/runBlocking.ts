import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { Slots } from "../flow/slots.ts";
import type { Outcome } from "../flow/step.ts";
import { attempt } from "./attempt.ts";
import { isThenable } from "./isThenable.ts";
import { Scheduler } from "./scheduler.ts";
import type { TaskGroup } from "./task.ts";
import { tellCaller } from "./tellCaller.ts";
import type { Transport } from "./transport.ts";

/**
 * One per thread: a callback that calls a session again in the middle of a batch runs on top of it, and every flow
 * that is not on the stack goes on meanwhile.
 */
const scheduler = new Scheduler({
  call(fn, done) {
    const outcome = attempt(fn);
    if ("error" in outcome || !isThenable(outcome.value)) {
      done(outcome);
      return;
    }
    // Its rejection must not end the process: the UsageError is what counts.
    outcome.value.then(undefined, () => {});
    done({ error: promiseMet() });
  },
  wake() {},
});

/** Runs a flow and returns its result; the calling thread waits in `transport.waitForCompletion`. */
export function runBlocking<T>(
  flow: Flow<T>,
  transport: Transport,
  group: TaskGroup = new Slots(),
  caller?: object,
): T {
  if (!transport.blocking || transport.waitForCompletion === undefined) {
    throw new UsageError("option", "This transport cannot serve a blocking session: nothing can wait for it.", {
      hint: "Use the async twin with this transport, or leave `transport` out.",
    });
  }
  let outcome: Outcome<unknown> | undefined;
  const settle = (settled: Outcome<unknown>): void => {
    outcome = settled;
  };
  const task = scheduler.start(flow, transport, group, { settle }, caller);
  while (outcome === undefined) {
    if (scheduler.turn() || transport.waitForCompletion()) continue;
    // Nothing is under way and nothing can go on: the flow waits for one that is on the stack below.
    if (task.cancelled) throw deadlock();
    scheduler.cancel(task, deadlock());
  }
  const settled: Outcome<unknown> = outcome;
  if ("error" in settled) {
    tellCaller(settled.error, runBlocking);
    throw settled.error;
  }
  // The scheduler settles a task with what its own flow returned, hence with a T.
  return settled.value as T;
}

/** Ends the flows of a group: each is told why, and cleans up, such as a lock that it holds. */
export function cancelBlocking(group: TaskGroup, reason: Error): void {
  scheduler.cancelAll(group, reason);
  // Nobody may come again who would let them go on.
  while (scheduler.turn());
}

function promiseMet(): UsageError {
  return new UsageError("promise", "A blocking session met a promise: nothing could ever settle it.", {
    hint: "Return a plain value, or use the async twin.",
  });
}

function deadlock(): UsageError {
  return new UsageError("deadlock", "This call waits for work that cannot go on before the call returns.", {
    hint: "Do not call a session from its own callback while every slot is taken: raise maxConcurrency or call it after the batch.",
  });
}
