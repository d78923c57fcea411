import type { Flow } from "../flow/flow.ts";
import type { Slots } from "../flow/slots.ts";
import type { Outcome } from "../flow/step.ts";
import type { Cancel, Transport } from "./transport.ts";

/** A flow under way. */
export interface Task {
  readonly flow: Flow<unknown>;
  readonly transport: Transport;
  /** All that runs for one session, so that closing it can end them. */
  readonly group: Slots<Task>;
  /** Where it is in its group. */
  slot: number;
  readonly settle: (outcome: Outcome<unknown>) => void;
  /** What a `caller` step answers. */
  readonly caller: object | undefined;
  /** What it goes on with, once it is in the queue. */
  resumption: Outcome<unknown>;
  /** How to end the step that it is parked on. */
  stop: Cancel | undefined;
  /** Parked on flows of its own, which report to it. */
  gathering: boolean;
  /** Set once, by the first cancellation. */
  cancelled: boolean;
  /** The reason of a cancellation that the flow has not been told of. */
  owed: Error | undefined;
  /** After a cancellation the steps of its clean-up end by then. */
  graceUntil: number;
  done: boolean;
}
