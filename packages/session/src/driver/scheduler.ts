import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { Fork } from "../flow/fork.ts";
import { isFlow } from "../flow/isFlow.ts";
import { Queue } from "../flow/queue.ts";
import type { CallerStep, ForkStep, Outcome, Step, WaitStep } from "../flow/step.ts";
import { unawaited } from "../flow/unawaited.ts";
import { gather } from "./gather.ts";
import { isThenable } from "./isThenable.ts";
import { BEGIN, Task, type TaskGroup, type Waiter } from "./task.ts";
import type { Cancel, Done, Transport } from "./transport.ts";

/** How long the clean-up of a cancelled flow may take, in ms. */
const GRACE = 2_000;

/** What is done elsewhere, which says when it is done. */
type CompletedStep = Exclude<Step, CallerStep | ForkStep | WaitStep>;

/** What the twins do differently. */
export interface SchedulerHost {
  /** Performs a `call` step. */
  call(fn: () => unknown, done: Done<unknown>): void;
  /** Told that the queue is no longer empty. */
  wake(scheduler: Scheduler): void;
}

/** Runs flows: feeds each the results of its steps. Both drivers share it; they differ in who calls {@link turn}. */
export class Scheduler {
  readonly #host: SchedulerHost;
  /** Tasks that may go on: each is there once at most, because it is parked on one step. */
  readonly #queue = new Queue<Task>();

  constructor(host: SchedulerHost) {
    this.#host = host;
  }

  /** Starts a flow for that caller; `waiter` hears how it ended. It is in `group` until then. */
  start(flow: Flow<unknown>, transport: Transport, group: TaskGroup, waiter: Waiter, caller: object | undefined): Task {
    const task = new Task({ flow, transport, group, waiter, caller }, this.#resume);
    task.slot = group.add(task);
    this.#enqueue(task);
    return task;
  }

  /** Lets one waiting flow go on; `false` when none is waiting. */
  turn(): boolean {
    const next = this.#queue.take();
    if (next !== undefined) this.#advance(next);
    return next !== undefined;
  }

  /** Throws `reason` into the flow, once. What it does while it unwinds still runs, within a short grace. */
  cancel(task: Task, reason: Error): void {
    if (task.done || task.cancelled) return;
    task.graceUntil = task.transport.clock.now() + GRACE;
    if (task.signal !== undefined) this.#resume(task, { error: reason });
    else if (task.stop !== undefined) task.stop(reason);
    // A flow that is not parked (its own callback cancels it, or its step just ended) hears of it at its next step.
    else task.owed = reason;
  }

  /** Cancels all flows of a group but those that gather the outcomes of others: they have a result to give. */
  cancelAll(group: TaskGroup, reason: Error): void {
    let found: boolean;
    do {
      found = false;
      for (const task of group) {
        if (task.gathering || task.cancelled) continue;
        found = true;
        this.cancel(task, reason);
      }
      // One that ended may have let another begin, in a slot that was passed already.
    } while (found);
  }

  #enqueue(task: Task): void {
    this.#queue.add(task);
    this.#host.wake(this);
  }

  #advance(task: Task): void {
    let resume = task.resumption;
    task.resumption = BEGIN;
    for (;;) {
      let turn: IteratorResult<Step, unknown>;
      try {
        turn = "error" in resume ? task.flow.throw(resume.error) : task.flow.next(resume.value);
      } catch (error) {
        finish(task, { error });
        return;
      }
      if (turn.done === true) {
        finish(task, { value: turn.value });
        return;
      }
      const answer = this.#park(task, turn.value);
      if (answer === undefined) return;
      resume = answer;
    }
  }

  /** Performs a step. Answers at once when the step completed at once, else resumes the task when it does. */
  #park(task: Task, step: Step): Outcome<unknown> | undefined {
    if (task.owed !== undefined) {
      const error = task.owed;
      task.owed = undefined;
      return { error };
    }
    // What a flow of somebody's own yields its type says, and JavaScript does not.
    const what = step?.do;
    task.gathering = what === "all";
    switch (what) {
      case "caller":
        return { value: task.caller };
      case "fork":
        return { value: this.#fork(task, step.flow) };
      case "wait":
        return step.signal.raised ? { value: true } : this.#wait(task, step);
      case "send":
      case "save":
      case "sleep":
      case "work":
      case "call":
      case "all":
        return this.#complete(task, step);
      default:
        return { error: noStep(step) };
    }
  }

  #complete(task: Task, step: CompletedStep): Outcome<unknown> | undefined {
    let parked = false;
    let outcome: Outcome<unknown> | undefined;
    let stop: Cancel | undefined;
    try {
      stop = this.#perform(task, step, (settled) => {
        if (outcome !== undefined) return;
        outcome = settled;
        if (parked) this.#resume(task, settled);
      });
    } catch (error) {
      // A transport of somebody's own: the step has failed, and nobody else would ever hear of it.
      outcome ??= { error };
    }
    parked = true;
    if (outcome === undefined) task.stop = stop;
    return outcome;
  }

  #perform(task: Task, step: CompletedStep, done: Done<unknown>): Cancel {
    const { transport } = task;
    switch (step.do) {
      case "send":
      case "save":
        return transport.send(step.request, untilOf(task, step), done);
      case "sleep": {
        const stop = transport.sleep(untilOf(task, step), done);
        return both(stop, givenUp(done));
      }
      case "work": {
        const stop = transport.work({ ...step, until: untilOf(task, step) }, done);
        return both(stop, givenUp(done));
      }
      case "call":
        return this.#call(task, step.fn, untilOf(task, step), done);
      case "all":
        return gather(this, task, step, done);
    }
  }

  #fork({ transport, group, caller }: Task, flow: Flow<unknown>): Fork<unknown> {
    const forked = new Fork<unknown>();
    this.start(flow, transport, group, forked, caller);
    return forked;
  }

  #call(task: Task, fn: () => unknown, until: number, done: Done<unknown>): Cancel {
    let timer: Cancel | undefined;
    let finished = false;
    const finish: Done<unknown> = (outcome) => {
      finished = true;
      timer?.(over);
      done(outcome);
    };
    this.#host.call(fn, finish);
    if (until !== Infinity && !finished) {
      timer = task.transport.sleep(until, (outcome) => {
        if (!("error" in outcome)) done({ error: new TransportError("timeout", "A callback did not finish in time.") });
      });
    }
    return (reason) => finish({ error: reason });
  }

  /** Parks the task itself on the signal: whoever waits for what others get holds nothing else. */
  #wait(task: Task, step: WaitStep): undefined {
    const { signal } = step;
    const until = untilOf(task, step);
    task.signal = signal;
    signal.subscribe(task);
    if (until === Infinity) return;
    const stop = task.transport.sleep(until, (outcome) => {
      if ("error" in outcome || task.signal !== signal) return;
      task.stop = undefined;
      this.#resume(task, { value: false });
    });
    if (task.signal === signal) task.stop = stop;
  }

  /** Puts a task that was parked back into the queue. */
  readonly #resume = (task: Task, outcome: Outcome<unknown>): void => {
    if (task.signal !== undefined) {
      task.signal.unsubscribe(task);
      task.signal = undefined;
      // The clock that ran beside.
      task.stop?.(over);
    }
    task.stop = undefined;
    task.resumption = outcome;
    this.#enqueue(task);
  };
}

function finish(task: Task, outcome: Outcome<unknown>): void {
  task.done = true;
  task.group.remove(task.slot, task);
  task.waiter.settle(outcome);
}

/** When a step must be over. */
function untilOf({ graceUntil = Infinity }: Task, { until }: { readonly until: number }): number {
  return Math.min(until, graceUntil);
}

function givenUp(done: Done<unknown>): Cancel {
  return (reason) => done({ error: reason });
}

function noStep(yielded: unknown): UsageError {
  const who = "A layer, strategy or flow yielded";
  if (isThenable(yielded)) return unawaited(yielded, who, "Wait for it with `yield* call(() => promise)`.");
  return new UsageError("option", `${who} ${isFlow(yielded) ? "a flow" : "what is no step"}.`, {
    hint: "Write `yield*`, with the star: `yield* next(request)`.",
  });
}

/** Stops a timer that nobody waits for any more; it is never seen. */
const over = new TransportError("aborted", "No longer needed.");

function both(first: Cancel, second: Cancel): Cancel {
  return (reason) => {
    first(reason);
    second(reason);
  };
}
