import { TransportError } from "../errors/transportError.ts";
import type { Flow } from "../flow/flow.ts";
import { Fork } from "../flow/fork.ts";
import { Queue } from "../flow/queue.ts";
import type { Slots } from "../flow/slots.ts";
import type { Outcome, Step, WaitStep } from "../flow/step.ts";
import { gather } from "./gather.ts";
import type { Task } from "./task.ts";
import type { Cancel, Done, Transport } from "./transport.ts";

/** How long the clean-up of a cancelled flow may take, in ms. */
const GRACE = 2_000;

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

  /** Starts a flow for that caller; `settle` hears how it ended. It is in `group` until then. */
  start(
    flow: Flow<unknown>,
    transport: Transport,
    group: Slots<Task>,
    settle: (outcome: Outcome<unknown>) => void,
    caller: object | undefined,
  ): Task {
    const task: Task = {
      flow,
      transport,
      group,
      slot: 0,
      settle,
      caller,
      resumption: BEGIN,
      stop: undefined,
      gathering: false,
      cancelled: false,
      owed: undefined,
      graceUntil: Infinity,
      done: false,
    };
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
    task.cancelled = true;
    task.graceUntil = task.transport.clock.now() + GRACE;
    // A flow that is not parked (its own callback cancels it, or its step just ended) hears of it at its next step.
    if (task.stop === undefined) task.owed = reason;
    else task.stop(reason);
  }

  /** Cancels all flows of a group but those that gather the outcomes of others: they have a result to give. */
  cancelAll(group: Slots<Task>, reason: Error): void {
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
    let parked = false;
    let outcome: Outcome<unknown> | undefined;
    const done: Done<unknown> = (settled) => {
      if (outcome !== undefined) return;
      outcome = settled;
      task.stop = undefined;
      if (!parked) return;
      task.resumption = settled;
      this.#enqueue(task);
    };
    task.gathering = step.do === "all";
    const stop = this.#perform(task, step, done);
    parked = true;
    if (outcome === undefined) task.stop = stop;
    return outcome;
  }

  #perform(task: Task, step: Step, done: Done<unknown>): Cancel {
    const { transport } = task;
    switch (step.do) {
      case "send":
      case "save":
        return transport.send(step.request, Math.min(step.until, task.graceUntil), done);
      case "sleep": {
        const stop = transport.sleep(Math.min(step.until, task.graceUntil), done);
        return both(stop, givenUp(done));
      }
      case "work": {
        const stop = transport.work({ ...step, until: Math.min(step.until, task.graceUntil) }, done);
        return both(stop, givenUp(done));
      }
      case "call":
        return this.#call(task, step.fn, Math.min(step.until, task.graceUntil), done);
      case "wait":
        return this.#wait(task, step, done);
      case "fork": {
        const forked = new Fork<unknown>();
        this.start(step.flow, transport, task.group, (outcome) => forked.settle(outcome), task.caller);
        done({ value: forked });
        return givenUp(done);
      }
      case "caller":
        done({ value: task.caller });
        return givenUp(done);
      case "all":
        return gather(this, task, step, done);
    }
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

  #wait(task: Task, step: WaitStep, done: Done<unknown>): Cancel {
    const until = Math.min(step.until, task.graceUntil);
    let timer: Cancel | undefined;
    const forget = step.signal.subscribe(() => {
      timer?.(over);
      done({ value: true });
    });
    if (until !== Infinity && !step.signal.raised) {
      timer = task.transport.sleep(until, (outcome) => {
        if ("error" in outcome) return;
        forget();
        done({ value: false });
      });
    }
    return (reason) => {
      forget();
      timer?.(over);
      done({ error: reason });
    };
  }
}

function finish(task: Task, outcome: Outcome<unknown>): void {
  task.done = true;
  task.group.remove(task.slot, task);
  task.settle(outcome);
}

const BEGIN: Outcome<unknown> = { value: undefined };

function givenUp(done: Done<unknown>): Cancel {
  return (reason) => done({ error: reason });
}

/** Stops a timer that nobody waits for any more; it is never seen. */
const over = new TransportError("aborted", "No longer needed.");

function both(first: Cancel, second: Cancel): Cancel {
  return (reason) => {
    first(reason);
    second(reason);
  };
}
