import type { Flow } from "../flow/flow.ts";
import type { Signal, SignalListener } from "../flow/signal.ts";
import type { Slots } from "../flow/slots.ts";
import type { Outcome } from "../flow/step.ts";
import type { Cancel, Transport } from "./transport.ts";

/** Who waits for the end of a flow. */
export interface Waiter {
  settle(outcome: Outcome<unknown>): void;
}

/** All that runs for one session, so that closing it can end them. */
export type TaskGroup = Slots<Task>;

/** What a task begins with, and goes on with until it is told otherwise. */
export const BEGIN: Outcome<unknown> = { value: undefined };

/** A flow under way. It hears itself of the signal that it is parked on: thousands may wait for one. */
export class Task implements SignalListener {
  readonly flow: Flow<unknown>;
  readonly transport: Transport;
  readonly group: TaskGroup;
  readonly waiter: Waiter;
  /** What a `caller` step answers. */
  readonly caller: object | undefined;
  readonly #resume: (task: Task, outcome: Outcome<unknown>) => void;
  /** Where it is in its group. */
  slot = 0;
  /** What it goes on with, once it is in the queue. */
  resumption: Outcome<unknown> = BEGIN;
  /** How to end the step that it is parked on. */
  stop: Cancel | undefined;
  /** What it is parked on. */
  signal: Signal | undefined;
  /** Parked on flows of its own, which report to it. */
  gathering = false;
  /** The reason of a cancellation that the flow has not been told of. */
  owed: Error | undefined;
  /** Set once, by the first cancellation: the steps of its clean-up end by then. */
  graceUntil: number | undefined;
  done = false;

  constructor(
    { flow, transport, group, waiter, caller }: Pick<Task, "flow" | "transport" | "group" | "waiter" | "caller">,
    resume: (task: Task, outcome: Outcome<unknown>) => void,
  ) {
    this.flow = flow;
    this.transport = transport;
    this.group = group;
    this.waiter = waiter;
    this.caller = caller;
    this.#resume = resume;
  }

  get cancelled(): boolean {
    return this.graceUntil !== undefined;
  }

  raised(signal: Signal): void {
    // Another listener of the same signal may have cancelled it a moment ago.
    if (this.signal === signal) this.#resume(this, { value: true });
  }
}
