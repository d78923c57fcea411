import { setTimeout as pause } from "node:timers/promises";
import { isPause, type RedisFailure, refusalOf } from "../client/redisFailure.ts";
import type { BatchItems } from "./batchItems.ts";
import type { CheckedFleetBatchOptions } from "./fleetBatchOptions.ts";
import type { FleetQueue } from "./fleetQueue.ts";
import { RedisWatch } from "./redisWatch.ts";

/** How often the batch is looked after, in ms. */
const LOOK = 250;
/** A look that takes longer has lost its answer with a connection: another one is begun, in ms. */
const LONGEST = 15_000;
/** So many looks in a row that fail though Redis is there are no passing trouble. */
const MOST_TROUBLES = 20;

/**
 * Waits until all items of a batch have ended, or its caller does not want to any more.
 *
 * @throws TransportError (`connect`) when Redis has been away for longer than the caller's patience; RedisFailure when it
 * refuses
 */
export async function follow<I, R>(
  queue: FleetQueue<I, R>,
  items: BatchItems<I, R>,
  options: CheckedFleetBatchOptions<I, R>,
): Promise<void> {
  const watch = new RedisWatch(options);
  const looks = new Looks(async () => {
    await queue.look();
    await watch.attend(items.done, () => queue.workers());
  });
  while (items.done < items.total && options.signal?.aborted !== true) {
    watch.see(queue.isThere, looks.refusal);
    if (items.isHopeless) return giveUp(items);
    if (queue.isThere) looks.begin();
    await pause(LOOK, undefined, { signal: options.signal }).catch(() => {});
    looks.check();
    items.check();
  }
}

/** Looks at the queue, one after the other. A look that Redis did not answer is no failure: Redis comes back or is missed. */
class Looks {
  readonly #look: () => Promise<void>;
  /** When the one that is under way began. */
  #began: number = -Infinity;
  #troubles = 0;
  #failure: unknown;
  /** What Redis answered to the last one, where waiting may help. */
  refusal: RedisFailure | undefined;

  constructor(look: () => Promise<void>) {
    this.#look = look;
  }

  begin(): void {
    const now = performance.now();
    if (now - this.#began < LONGEST) return;
    this.#began = now;
    this.#look()
      .then(
        () => {
          this.#troubles = 0;
          this.refusal = undefined;
        },
        (error: unknown) => this.#failed(error),
      )
      .finally(() => {
        if (this.#began === now) this.#began = -Infinity;
      });
  }

  /** Throws what no look will get over. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #failed(error: unknown): void {
    const refusal = refusalOf(error);
    if (isPause(refusal)) {
      this.refusal = refusal;
      return;
    }
    this.#troubles += 1;
    if (refusal !== undefined || this.#troubles >= MOST_TROUBLES) this.#failure = refusal ?? error;
  }
}

/** No host can do it: the rest would end as the first ones did. */
function giveUp<I, R>(items: BatchItems<I, R>): void {
  const message = "Not started: the first items failed because of their workers' disks or credentials.";
  for (const { jobId } of items.open()) items.settle(jobId, { error: { code: "disk", message } });
}
