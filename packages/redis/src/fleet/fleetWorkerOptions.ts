import {
  callable,
  checkOptions,
  defaulting,
  logWarning,
  number,
  required,
  type StoreWarning,
  text,
} from "@latchkey/session";
import { queueCheck } from "./fleetBatchOptions.ts";
import { type FleetClient, fleetClient } from "./fleetClient.ts";
import type { FleetOutcome } from "./fleetOutcome.ts";

/** What a worker is told of an item besides the item. */
export interface FleetTask {
  /** Aborted when the worker is to end: the item is given back, and another worker does it from the start. */
  readonly signal: AbortSignal;
  /** Whether somebody has begun this item before, who died or failed: their traces may be there. */
  readonly again: boolean;
  /** When the item was put into the queue, by its caller's clock. */
  readonly since: Date;
}

/** Options of `fleetWorker`. */
export interface FleetWorkerOptions<I, R> {
  /** A `Redis` of ioredis: the caller makes and closes it; workers make connections like it. */
  readonly client: FleetClient;
  /** Which queue to take items from: see `fleetBatch`. */
  readonly queue: string;
  /**
   * Does one item; its result is JSON. It may be called for an item that was done already: do it so that this does no
   * harm. A TransportError, or a StatusError of 408, 429 or 5xx, is tried again, three times in all, by whoever comes
   * first; any other error is the item's end. An error of this host (a TransportError of code `disk`, an AuthenticationError)
   * gives the item back to others, five times in all.
   */
  readonly perform: (item: I, task: FleetTask) => Promise<R>;
  /** How many items at once. Default 10. */
  readonly concurrency?: number | undefined;
  /** A worker that shows no sign of life for so long has died, and others take over its items; in ms. Default 10,000. */
  readonly takeover?: number | undefined;
  /** How long to wait for Redis at the start, in ms. Default 3,000. */
  readonly patience?: number | undefined;
  /** Told of each item that has ended here. */
  readonly onItem?: ((item: I, outcome: FleetOutcome<R>) => void) | undefined;
  /** Told of trouble that the worker survives. Default: a warning in the log, category `["latchkey", "store"]`. */
  readonly onWarning?: StoreWarning | undefined;
  /** What the names of all keys begin with. Default `"latchkey:"`. */
  readonly prefix?: string | undefined;
}

const SHAPE = {
  client: fleetClient,
  queue: queueCheck,
  perform: required(callable()),
  concurrency: defaulting(number({ min: 1, max: 1_000, integer: true }), 10),
  takeover: defaulting(number({ min: 1_000, max: 86_400_000 }), 10_000),
  patience: defaulting(number({ min: 1, max: 86_400_000 }), 3_000),
  onItem: callable(),
  onWarning: callable<StoreWarning>(),
  prefix: defaulting(text(), "latchkey:"),
};

/** The options, checked. */
export interface CheckedFleetWorkerOptions<I, R> extends FleetWorkerOptions<I, R> {
  readonly concurrency: number;
  readonly takeover: number;
  readonly patience: number;
  readonly onWarning: StoreWarning;
  readonly prefix: string;
}

export function checkFleetWorkerOptions<I, R>(options: FleetWorkerOptions<I, R>): CheckedFleetWorkerOptions<I, R> {
  const { client, queue, concurrency, takeover, patience, prefix } = checkOptions(options, SHAPE);
  return {
    ...options,
    client,
    queue,
    concurrency,
    takeover,
    patience,
    prefix,
    onWarning: options.onWarning ?? logWarning,
  };
}
