import { TransportError } from "@latchkey/session";
import { isPause } from "../client/redisFailure.ts";
import { BatchItems, type FleetReport } from "./batchItems.ts";
import { doHere } from "./doHere.ts";
import { endsWithin } from "./endsWithin.ts";
import { type CheckedFleetBatchOptions, checkFleetBatchOptions, type FleetBatchOptions } from "./fleetBatchOptions.ts";
import { FleetQueue } from "./fleetQueue.ts";
import { follow } from "./follow.ts";
import { loadBullMq } from "./loadBullMq.ts";

/** At the start nobody waits for Redis for longer than this, in ms. */
const START = 3_000;
/** For how long to wait for Redis when there is nothing left to do but to forget, in ms. */
const FORGET = 2_000;

/**
 * Does many things on many machines, durably: each item becomes a job in BullMQ, and whatever processes run
 * `fleetWorker` for the same queue do them. Each is done at least once; a worker that dies has its items taken over;
 * Redis may restart (`appendonly yes`). Comes back with what became of each item.
 *
 * A batch is known by its `id`: when its caller is killed, or stopped by its `signal`, the same call joins it again and
 * loses nothing. Results are kept until then, for a week.
 *
 * Needs the packages `bullmq` and `ioredis`, which are loaded when it is called.
 *
 * @throws UsageError (`option`) for an option that is not allowed, when BullMQ is not installed, or when Redis does not
 * have the client's database
 * @throws TransportError (`connect`) when Redis is away and there is no `local`; RedisFailure when it refuses, at once or
 * where waiting may help (a full Redis, a replica) as when it is away
 *
 * @example
 * ```ts
 * const { done, failed } = await fleetBatch<string, number>({ client, queue: "lengths", id: "monday", items: urls });
 * ```
 */
export async function fleetBatch<I, R>(options: FleetBatchOptions<I, R>): Promise<FleetReport<I, R>> {
  const checked = checkFleetBatchOptions(options);
  const items = new BatchItems(checked);
  const bullmq = await loadBullMq();
  if (items.total === 0) return items.report();
  let queue: FleetQueue<I, R> | undefined;
  try {
    queue = await FleetQueue.open(bullmq, checked, items, Math.min(START, checked.patience));
    await follow(queue, items, checked);
  } catch (error) {
    await withoutRedis(error, items, checked).catch(async (failure: unknown) => {
      await queue?.close();
      throw failure;
    });
  }
  if (queue !== undefined) await finish(queue, items, checked);
  return items.report();
}

/** Does here what is left, where that is possible and what it takes; else throws what has happened. */
async function withoutRedis<I, R>(
  error: unknown,
  items: BatchItems<I, R>,
  options: CheckedFleetBatchOptions<I, R>,
): Promise<void> {
  const { local, onWarning } = options;
  if (local === undefined || !isAway(error)) throw error;
  onWarning(new Error(`${error.message} ${count(items.total - items.done)} done here, without it.`));
  await doHere(items, options, local);
}

function isAway(error: unknown): error is Error {
  return isPause(error) || (error instanceof TransportError && error.code === "connect");
}

/** Forgets a batch that is over; one that was stopped stays in the queue. */
async function finish<I, R>(
  queue: FleetQueue<I, R>,
  items: BatchItems<I, R>,
  { signal }: CheckedFleetBatchOptions<I, R>,
): Promise<void> {
  // When Redis is away now, the batch is forgotten a week later.
  if (items.done === items.total && queue.isThere && signal?.aborted !== true) {
    await endsWithin(
      queue.discard().catch(() => {}),
      FORGET,
    );
  }
  await queue.close();
}

function count(left: number): string {
  return left === 1 ? "One item is" : `${left} items are`;
}
