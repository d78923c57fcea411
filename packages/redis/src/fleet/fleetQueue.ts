import type { Job, Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { refusalOf } from "../client/redisFailure.ts";
import type { BatchItems, Entry } from "./batchItems.ts";
import { endsWithin } from "./endsWithin.ts";
import type { CheckedFleetBatchOptions } from "./fleetBatchOptions.ts";
import { connected, fleetConnection } from "./fleetConnection.ts";
import { batchQueue, jobIdOf, keyPrefix } from "./fleetKeys.ts";
import { type FleetOutcome, failureOf, outcomeOf } from "./fleetOutcome.ts";
import type { BullMq } from "./loadBullMq.ts";

/** How many jobs are added with one command: Redis does nothing else meanwhile. */
const CHUNK = 500;
/** All results are read again after so long when fewer have been told of than there are, in ms. */
const RESYNC = 5_000;
/** A batch that nobody has asked for in so long is forgotten, in ms. */
const FORGOTTEN = 7 * 86_400_000;
/** For how long to wait for connections to end in good order, in ms. */
const GOODBYE = 1_000;

// BullMQ counts a job's age from when it was added: a batch's is counted from when somebody asked for it last.
const ASKED_FOR = `
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'timestamp', ARGV[1]) end`;

const STALLED = "job stalled more than allowable limit";

/**
 * The jobs of one batch in BullMQ: one for each item, and one for the batch that is their parent. Workers never see the
 * parent; it holds the results of its children, each once, when they themselves are gone.
 */
export class FleetQueue<I, R> {
  readonly #items: BatchItems<I, R>;
  readonly #redis: Redis;
  readonly #template: Redis;
  readonly #batches: Queue;
  readonly #jobs: Queue;
  readonly #events: QueueEvents;
  readonly #id: string;
  #parent: Job | undefined;
  #synced: number = -Infinity;

  private constructor(bullmq: BullMq, redis: Redis, options: CheckedFleetBatchOptions<I, R>, items: BatchItems<I, R>) {
    const { client, queue, prefix, id } = options;
    const settings = { connection: redis, prefix: keyPrefix(prefix) };
    this.#items = items;
    this.#redis = redis;
    this.#id = jobIdOf(id);
    this.#batches = new bullmq.Queue(batchQueue(queue), settings);
    this.#jobs = new bullmq.Queue(queue, settings);
    // BullMQ makes itself another connection like this one, which waits for events.
    this.#template = fleetConnection(client, "blocking");
    this.#events = new bullmq.QueueEvents(queue, { ...settings, connection: this.#template });
    // Connections come back; who waits for them says when they do not.
    const survive = (): void => {};
    this.#batches.on("error", survive);
    this.#jobs.on("error", survive);
    this.#events.on("error", survive);
    this.#events.on("completed", ({ jobId, returnvalue }) => items.settle(jobId, outcomeOf<R>(returnvalue)));
    this.#events.on("failed", ({ jobId, failedReason }) => items.settle(jobId, unfinished(failedReason)));
  }

  /**
   * Connects, within so many ms.
   *
   * @throws TransportError (`connect`), RedisFailure
   */
  static async open<I, R>(
    bullmq: BullMq,
    options: CheckedFleetBatchOptions<I, R>,
    items: BatchItems<I, R>,
    within: number,
  ): Promise<FleetQueue<I, R>> {
    const redis = fleetConnection(options.client, "answering");
    try {
      await connected(redis, options.client, within);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
    const queue = new FleetQueue(bullmq, redis, options, items);
    // What happens before it listens is not told of.
    try {
      await endsWithin(queue.#events.waitUntilReady(), within);
    } catch (error) {
      await queue.close();
      throw refusalOf(error) ?? error;
    }
    return queue;
  }

  /** Whether Redis can be asked now. */
  get isThere(): boolean {
    return this.#redis.status === "ready";
  }

  /** Puts the batch into the queue; where it is there already, what of it is not. */
  async join(): Promise<void> {
    // First of all: its caller may go at the first word of how far the batch has come.
    await this.#redis.eval(ASKED_FOR, 1, this.#batches.toKey(this.#id), Date.now());
    await this.#enqueue();
    await this.#batches.clean(FORGOTTEN, CHUNK, "wait");
  }

  /** Sees how far the batch has come, and that nothing of it was lost. */
  async look(): Promise<void> {
    if (this.#parent === undefined) return this.join();
    const { processed = 0, ignored = 0, unprocessed = 0 } = await this.#parent.getDependenciesCount();
    const { done, total } = this.#items;
    if (done === total) return;
    const untold = processed + ignored > done && performance.now() - this.#synced > RESYNC;
    // A Redis that lost its memory knows less than all of the batch.
    if (unprocessed === 0 || processed + ignored + unprocessed < total) await this.#enqueue();
    else if (untold) await this.#sync(this.#parent);
  }

  /** How many workers wait for items. */
  workers(): Promise<number> {
    return this.#jobs.getWorkersCount();
  }

  /** Forgets the batch: its results, and the items that nobody has begun. */
  async discard(): Promise<void> {
    const parent = this.#parent;
    if (parent === undefined) return;
    if (this.#items.done < this.#items.total || this.#items.isHopeless) await parent.removeUnprocessedChildren();
    await parent.remove();
  }

  async close(): Promise<void> {
    const parts = [this.#events, this.#jobs, this.#batches].map((part) => part.close().catch(() => {}));
    await endsWithin(Promise.all(parts), GOODBYE);
    this.#template.disconnect();
    this.#redis.disconnect();
  }

  async #enqueue(): Promise<void> {
    // Adding what is there changes nothing.
    this.#parent = await this.#batches.add("batch", {}, { jobId: this.#id, attempts: 1 });
    const waiting = await this.#sync(this.#parent);
    const missing = this.#items.open().filter(({ jobId }) => !waiting.has(this.#jobs.toKey(jobId)));
    for (let start = 0; start < missing.length; start += CHUNK) {
      await this.#jobs.addBulk(missing.slice(start, start + CHUNK).map((entry) => this.#jobFor(entry)));
    }
  }

  #jobFor({ input, jobId }: Entry<I, R>): Parameters<Queue["addBulk"]>[0][number] {
    const opts = {
      jobId,
      parent: { id: this.#id, queue: this.#batches.qualifiedName },
      ignoreDependencyOnFailure: true,
      attempts: ATTEMPTS,
      backoff: { type: "exponential", delay: 1_000, jitter: 0.5 },
      removeOnComplete: true,
      removeOnFail: true,
      stackTraceLimit: 0,
      keepLogs: 0,
    };
    return { name: "item", data: { item: input }, opts };
  }

  /** Takes over all results that there are; answers with the keys of the jobs that have none. */
  async #sync(parent: Job): Promise<ReadonlySet<string>> {
    this.#synced = performance.now();
    const { processed = {}, ignored = {}, unprocessed = [] } = await parent.getDependencies();
    for (const [key, value] of Object.entries(processed)) this.#items.settle(idIn(key), outcomeOf<R>(value));
    for (const [key, reason] of Object.entries(ignored)) this.#items.settle(idIn(key), unfinished(String(reason)));
    return new Set(unprocessed);
  }
}

/** How often an item is tried when it fails for a reason that may pass. */
export const ATTEMPTS = 3;

function idIn(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1);
}

/** Workers tell of their failures themselves; BullMQ tells of those that died. */
function unfinished(reason: string): FleetOutcome<never> {
  if (reason !== STALLED) return { error: failureOf(new Error(reason)) };
  const message = "Its workers died again and again while they did this item.";
  return { error: { code: "stalled", message, hint: "See what ended them: memory, or a defect." } };
}
