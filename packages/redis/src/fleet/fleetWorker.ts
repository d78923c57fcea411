import { setTimeout as pause } from "node:timers/promises";
import { asError } from "@latchkey/session";
import type { Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { isPassing, refusalCode, refusalOf } from "../client/redisFailure.ts";
import { endsWithin } from "./endsWithin.ts";
import { placeOf } from "./fleetClient.ts";
import { connected, fleetConnection } from "./fleetConnection.ts";
import { keyPrefix } from "./fleetKeys.ts";
import { type FleetOutcome, failureOf } from "./fleetOutcome.ts";
import { ATTEMPTS } from "./fleetQueue.ts";
import {
  type CheckedFleetWorkerOptions,
  checkFleetWorkerOptions,
  type FleetWorkerOptions,
} from "./fleetWorkerOptions.ts";
import { jsonOf } from "./jsonOf.ts";
import { type BullMq, loadBullMq } from "./loadBullMq.ts";
import { isHostTrouble, mayPass } from "./mayPass.ts";

/** How often the workers of one item may die before it counts as failed. */
const DEATHS = 5;
/** So often an item is begun before a host's disk or credentials are its end: others may have better ones. */
const HOSTS = 5;
/** Whoever takes an item on a host that cannot do it takes nothing else for so long: others come first, in ms. */
const SICK = 500;
/** How long the last words to Redis may take, in ms. */
const GOODBYE = 1_000;

/** A worker that runs until it is stopped. */
export interface FleetWorker {
  /** Items that have ended here, and how many of them failed. */
  readonly done: number;
  readonly failed: number;
  /**
   * Takes no more items, gives those in hand so long to end (in ms, default 1000; Infinity: for as long as they take),
   * and gives back the rest: others may have them at once.
   */
  stop(grace?: number): Promise<void>;
}

/**
 * Takes items from a queue that `fleetBatch` fills, and does them, until it is stopped. When Redis goes away it finishes
 * what it has in hand, and goes on when Redis is back; what it could not report in time, another one does again.
 *
 * Needs the packages `bullmq` and `ioredis`, which are loaded when it is called.
 *
 * @throws UsageError (`option`) for an option that is not allowed, when BullMQ is not installed, or when Redis does not
 * have the client's database
 * @throws TransportError (`connect`) when Redis does not answer in time; RedisFailure when it refuses
 *
 * @example
 * ```ts
 * const worker = await fleetWorker<string, number>({ client, queue: "lengths", perform: async (url) => lengthOf(url) });
 * process.once("SIGTERM", () => void worker.stop());
 * ```
 */
export async function fleetWorker<I, R>(options: FleetWorkerOptions<I, R>): Promise<FleetWorker> {
  const checked = checkFleetWorkerOptions(options);
  const bullmq = await loadBullMq();
  const redis = fleetConnection(checked.client, "blocking");
  try {
    await connected(redis, checked.client, checked.patience);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return new RunningWorker(bullmq, redis, checked);
}

class RunningWorker<I, R> implements FleetWorker {
  done = 0;
  failed = 0;
  readonly #bullmq: BullMq;
  readonly #redis: Redis;
  readonly #options: CheckedFleetWorkerOptions<I, R>;
  readonly #worker: Worker;
  readonly #end: AbortController = new AbortController();
  readonly #told = new Set<string>();
  /** Refusals of Redis that were told of since an item ended last. */
  readonly #refusals = new Set<string>();
  #isAway = false;

  constructor(bullmq: BullMq, redis: Redis, options: CheckedFleetWorkerOptions<I, R>) {
    const { queue, prefix, concurrency, takeover } = options;
    this.#bullmq = bullmq;
    this.#redis = redis;
    this.#options = options;
    this.#worker = new bullmq.Worker(queue, (job, token) => this.#process(job, token ?? ""), {
      connection: redis,
      prefix: keyPrefix(prefix),
      concurrency,
      lockDuration: takeover,
      stalledInterval: takeover / 2,
      maxStalledCount: DEATHS,
      // How soon a worker looks again after its connection was lost.
      runRetryDelay: 1_000,
    });
    // What it could not tell Redis is told of below, or done again.
    this.#worker.on("error", (error) => this.#refused(error));
    this.#worker.on("completed", () => this.#refusals.clear());
    redis.on("close", () => this.#missed());
    redis.on("ready", () => {
      this.#isAway = false;
    });
  }

  async stop(grace: number = 1_000): Promise<void> {
    const ended = this.#worker.close();
    await endsWithin(ended, grace);
    this.#end.abort();
    await endsWithin(ended, GOODBYE);
    this.#redis.disconnect();
  }

  async #process(job: Job, token: string): Promise<FleetOutcome<R>> {
    // What fleetBatch puts there.
    const { item } = job.data as { item: I };
    const { signal } = this.#end;
    // BullMQ may still take one while it is told to end.
    if (signal.aborted) return this.#giveBack(job, token);
    const task = { signal, again: job.attemptsStarted > 1, since: new Date(job.timestamp) };
    let outcome: FleetOutcome<R>;
    try {
      const result = await this.#options.perform(item, task);
      if (result !== undefined) jsonOf(result, "The result of an item");
      outcome = { result };
    } catch (error) {
      if (signal.aborted) return this.#giveBack(job, token);
      if (isHostTrouble(error) && job.attemptsStarted < HOSTS) return this.#decline(job, token, error);
      const failure = failureOf(error);
      // Tried again by whoever comes first. What BullMQ keeps of it is this message.
      if (mayPass(error) && job.attemptsMade + 1 < ATTEMPTS) throw new Error(failure.message, { cause: error });
      outcome = { error: failure };
    }
    this.#tell(item, outcome);
    return outcome;
  }

  /** To the head of the queue: whoever comes next does it. */
  async #giveBack(job: Job, token: string): Promise<never> {
    await job.moveToWait(token);
    throw new this.#bullmq.WaitingError();
  }

  /** Others may have what this host cannot do; they get the time to come first. */
  async #decline(job: Job, token: string, error: Error): Promise<never> {
    if (!this.#told.has(error.message)) this.#options.onWarning(error);
    this.#told.add(error.message);
    await job.moveToWait(token);
    await pause(SICK, undefined, { signal: this.#end.signal }).catch(() => {});
    throw new this.#bullmq.WaitingError();
  }

  #tell(item: I, outcome: FleetOutcome<R>): void {
    this.done += 1;
    if ("error" in outcome) this.failed += 1;
    try {
      this.#options.onItem?.(item, outcome);
    } catch (error) {
      // The item has ended all the same.
      this.#options.onWarning(asError(error));
    }
  }

  #refused(error: unknown): void {
    const refusal = refusalOf(error);
    const code = refusalCode(error) ?? "";
    if (refusal === undefined || isPassing(code) || this.#refusals.has(code)) return;
    this.#refusals.add(code);
    this.#options.onWarning(new Error(`${refusal.message} ${refusal.hint} Nothing is taken until that is over.`));
  }

  #missed(): void {
    if (this.#isAway || this.#end.signal.aborted || this.#worker.closing !== undefined) return;
    this.#isAway = true;
    const place = placeOf(this.#options.client);
    this.#options.onWarning(
      new Error(`Redis went away at ${place}. Items in hand are finished; more are taken when it is back.`),
    );
  }
}
