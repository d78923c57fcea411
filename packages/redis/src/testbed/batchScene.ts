import { Redis } from "ioredis";
import { fleetBatch } from "../fleet/fleetBatch.ts";
import type { FleetBatchOptions } from "../fleet/fleetBatchOptions.ts";
import { type FleetWorker, fleetWorker } from "../fleet/fleetWorker.ts";
import type { FleetWorkerOptions } from "../fleet/fleetWorkerOptions.ts";
import { noRedis, RedisServer } from "./redisServer.ts";

type WorkerOptions = FleetWorkerOptions<number, string>;

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** What is done with a number. */
export const name = async (item: number): Promise<string> => `item ${item}`;
/** The report's part about so many that were. */
export const named = (count: number): unknown[] => numbers(count).map((input) => ({ input, result: `item ${input}` }));

/** A Redis where there is one, and batches and workers on it, in a queue of their own for each round. */
export class BatchScene {
  readonly #redis: RedisServer | undefined;
  #rounds = 0;
  #client: Redis | undefined;
  readonly #ending: (() => unknown)[] = [];
  warnings: string[] = [];

  private constructor(redis: RedisServer | undefined) {
    this.#redis = redis;
  }

  static async open(): Promise<BatchScene> {
    return new BatchScene(noRedis === undefined ? await RedisServer.start() : undefined);
  }

  get redis(): RedisServer {
    if (this.#redis === undefined) throw new Error("There is no Redis here.");
    return this.#redis;
  }

  get queue(): string {
    return `round-${this.#rounds}`;
  }

  get client(): Redis {
    this.#client ??= this.open(this.redis.url);
    return this.#client;
  }

  /** A client that is gone when the round is over. */
  open(url: string, options: { stringNumbers?: true } = {}): Redis {
    const made = new Redis(url, { lazyConnect: true, ...options });
    made.on("error", () => {});
    this.afterwards(() => made.disconnect());
    return made;
  }

  batch(options: Partial<FleetBatchOptions<number, string>> = {}): ReturnType<typeof fleetBatch<number, string>> {
    const { queue, onWarning } = this;
    const client = options.client ?? this.client;
    return fleetBatch<number, string>({ queue, id: "batch", items: numbers(20), onWarning, ...options, client });
  }

  async worker(perform: WorkerOptions["perform"], options: Partial<WorkerOptions> = {}): Promise<FleetWorker> {
    const { client, queue, onWarning } = this;
    const made = await fleetWorker<number, string>({ client, queue, takeover: 1_000, onWarning, perform, ...options });
    this.afterwards(() => made.stop(0));
    return made;
  }

  readonly onWarning = ({ message }: Error): void => void this.warnings.push(message);

  /** Something to do when the round is over. */
  afterwards(end: () => unknown): void {
    this.#ending.push(end);
  }

  async nextRound(): Promise<void> {
    for (const end of this.#ending.splice(0).toReversed()) await end();
    this.#rounds += 1;
    this.#client = undefined;
    this.warnings = [];
  }

  async close(): Promise<void> {
    await this.nextRound();
    await this.#redis?.close();
  }
}
