import { asError } from "../errors/asError.ts";
import { isError } from "../errors/isError.ts";
import { TransportError } from "../errors/transportError.ts";
import { failing } from "../flow/failing.ts";
import type { Signal } from "../flow/signal.ts";
import { Slots } from "../flow/slots.ts";
import type { AllStep, Outcome } from "../flow/step.ts";
import { attempt } from "./attempt.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Task } from "./task.ts";
import type { Cancel, Done } from "./transport.ts";

/** Performs an `all` step: runs its flows, at most so many at once, and answers with every outcome. */
export function gather(scheduler: Scheduler, task: Task, step: AllStep, done: Done<unknown>): Cancel {
  const { count, limit, make, settled, stop } = step;
  const outcomes: Outcome<unknown>[] = [];
  const running = new Slots<Task>();
  let next = 0;
  let stopped: Error | undefined;
  let thrown: Error | undefined;

  const finishIfDone = (): void => {
    if (running.size > 0 || (next < count && stopped === undefined)) return;
    stop?.unsubscribe(stopping);
    for (; next < count; next += 1) outcomes[next] = { error: stopped };
    done(thrown === undefined ? { value: outcomes } : { error: thrown });
  };
  const record = (index: number, outcome: Outcome<unknown>): void => {
    outcomes[index] = outcome;
    try {
      settled?.(index, outcome);
    } catch (error) {
      // A listener that throws ends the batch with its error: it must not be lost.
      thrown ??= asError(error);
      halt(thrown);
    }
    fill();
    finishIfDone();
  };
  const fill = (): void => {
    while (stopped === undefined && next < count && running.size < limit) {
      const index = next;
      next += 1;
      const { transport, group, caller } = task;
      const settle = (outcome: Outcome<unknown>): void => {
        running.remove(slot, child);
        record(index, outcome);
      };
      const made = attempt(() => make(index));
      const flow = "error" in made ? failing(made.error) : made.value;
      const child = scheduler.start(flow, transport, group, { settle }, caller);
      child.graceUntil = task.graceUntil;
      const slot = running.add(child);
    }
  };
  const halt = (reason: Error): void => {
    if (stopped !== undefined) return;
    stopped = reason;
    for (const child of running) scheduler.cancel(child, reason);
    finishIfDone();
  };
  const stopping = { raised: ({ reason }: Signal): void => halt(isError(reason) ? reason : noReason()) };
  fill();
  stop?.subscribe(stopping);
  finishIfDone();
  return (reason) => {
    thrown ??= reason;
    halt(reason);
  };
}

function noReason(): TransportError {
  return new TransportError("aborted", "The batch was stopped.");
}
