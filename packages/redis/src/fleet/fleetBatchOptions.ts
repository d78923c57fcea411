import {
  abortSignal,
  callable,
  checkOptions,
  defaulting,
  describeValue,
  logWarning,
  matching,
  number,
  required,
  type StoreWarning,
  text,
  UsageError,
} from "@latchkey/session";
import { type FleetClient, fleetClient } from "./fleetClient.ts";
import type { FleetOutcome } from "./fleetOutcome.ts";
import { jsonOf } from "./jsonOf.ts";

/** How far a batch has come. */
export interface FleetProgress<I, R> {
  /** Items that have ended, failed ones included. */
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** The item that has ended last, and what became of it. */
  readonly latest: { readonly input: I } & FleetOutcome<R>;
}

/** Options of `fleetBatch`. Items and results are JSON, and no place for secrets: anybody who may read Redis sees them. */
export interface FleetBatchOptions<I, R> {
  /** A `Redis` of ioredis: the caller makes and closes it; batches make connections like it. */
  readonly client: FleetClient;
  /** Which queue the items go to: the workers of the same name do them. Letters, digits, `.`, `_` and `-`. */
  readonly queue: string;
  /** Which batch this is: one that is started again under the same name goes on where it was. */
  readonly id: string;
  readonly items: readonly I[];
  /** What an item is told apart by, within its batch. Default: its JSON. */
  readonly keyOf?: ((item: I) => string) | undefined;
  /**
   * Does an item here, while Redis is away. Without it, a batch that cannot reach Redis is an error; what is in the queue
   * stays there.
   */
  readonly local?: ((item: I, signal: AbortSignal) => Promise<R>) | undefined;
  /** How many items are done here at once, with `local`. Default 10. */
  readonly localConcurrency?: number | undefined;
  /** How long Redis may be away, in ms, before items are done here. Default 30,000; at the start 3,000 at most. */
  readonly patience?: number | undefined;
  /** Told of each item that has ended. */
  readonly onProgress?: ((progress: FleetProgress<I, R>) => void) | undefined;
  /** Told of trouble that the batch survives. Default: a warning in the log, category `["latchkey", "store"]`. */
  readonly onWarning?: StoreWarning | undefined;
  /** Stops waiting. What is in the queue stays there, and workers go on with it. */
  readonly signal?: AbortSignal | undefined;
  /** What the names of all keys begin with. Default `"latchkey:"`. */
  readonly prefix?: string | undefined;
}

/** The options, checked. */
export interface CheckedFleetBatchOptions<I, R> extends FleetBatchOptions<I, R> {
  readonly keyOf: (item: I) => string;
  readonly localConcurrency: number;
  readonly patience: number;
  readonly onWarning: StoreWarning;
  readonly prefix: string;
}

const QUEUE = /^[\w.-]{1,100}$/;

/** The check of the option `queue`, which workers have too. */
export const queueCheck = required(
  matching(
    "letters, digits, ., _ and -, 100 at most",
    (value): value is string => typeof value === "string" && QUEUE.test(value),
  ),
);

const SHAPE = {
  client: fleetClient,
  queue: queueCheck,
  id: required(text()),
  items: required(matching("a list", (value) => Array.isArray(value))),
  keyOf: callable(),
  local: callable(),
  localConcurrency: defaulting(number({ min: 1, max: 1_000, integer: true }), 10),
  patience: defaulting(number({ min: 1, max: 86_400_000 }), 30_000),
  onProgress: callable(),
  onWarning: callable<StoreWarning>(),
  signal: abortSignal(),
  prefix: defaulting(text(), "latchkey:"),
};

export function checkFleetBatchOptions<I, R>(options: FleetBatchOptions<I, R>): CheckedFleetBatchOptions<I, R> {
  const { client, queue, id, localConcurrency, patience, prefix } = checkOptions(options, SHAPE);
  const { onWarning = logWarning } = options;
  const keyOf = (item: I): string => keyOfItem(item, options.keyOf);
  return { ...options, client, queue, id, localConcurrency, patience, prefix, keyOf, onWarning };
}

function keyOfItem<I>(item: I, keyOf: ((item: I) => unknown) | undefined): string {
  const json = jsonOf(item, "An item of a batch");
  if (keyOf === undefined) return json;
  const key = keyOf(item);
  if (typeof key === "string") return key;
  throw new UsageError("option", `keyOf must answer with a string, not ${describeValue(key)}.`);
}
