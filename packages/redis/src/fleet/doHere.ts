import type { BatchItems } from "./batchItems.ts";
import type { CheckedFleetBatchOptions } from "./fleetBatchOptions.ts";
import { failureOf } from "./fleetOutcome.ts";

/** Does the items that have not ended in this process, so many at once. What a worker ends meanwhile is left to it. */
export async function doHere<I, R>(
  items: BatchItems<I, R>,
  { localConcurrency, signal }: CheckedFleetBatchOptions<I, R>,
  local: (item: I, signal: AbortSignal) => Promise<R>,
): Promise<void> {
  const never = new AbortController().signal;
  const isStopped = (): boolean => signal?.aborted === true;
  const left = items.open().values();
  async function run(): Promise<void> {
    for (const { input, jobId, outcome } of left) {
      if (isStopped() || items.isHopeless) return;
      if (outcome !== undefined) continue;
      items.check();
      try {
        items.settle(jobId, { result: await local(input, signal ?? never) });
      } catch (error) {
        // What was stopped has not ended.
        if (!isStopped()) items.settle(jobId, { error: failureOf(error) });
      }
    }
  }
  await Promise.all(Array.from({ length: localConcurrency }, run));
  items.check();
}
