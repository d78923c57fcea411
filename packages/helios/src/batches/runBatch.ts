import { checkOptions, type Flow, type In, type Mode, type Shape } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import { Batch } from "./batch.ts";
import { type BatchOptions, batchShape, signalOf } from "./batchOptions.ts";

/**
 * Runs a batch as the session's twin does. An aborted batch still reports what was done: the signal stops its items
 * instead of ending its flow. A blocking session refuses a signal.
 */
export function runBatch<M extends Mode, T>(
  calls: HeliosCalls<M>,
  options: BatchOptions,
  work: (batch: Batch) => Flow<T>,
  more: Shape = {},
): In<T>[M] {
  const refused = calls.mode === "blocking" ? signalOf(options) : undefined;
  return calls.run(batchFlow(calls, options, work, more), refused);
}

function* batchFlow<M extends Mode, T>(
  calls: HeliosCalls<M>,
  options: BatchOptions,
  work: (batch: Batch) => Flow<T>,
  more: Shape,
): Flow<T> {
  checkOptions(options, { ...batchShape, ...more });
  const batch = new Batch(options, calls);
  try {
    return yield* work(batch);
  } finally {
    batch.end();
  }
}
