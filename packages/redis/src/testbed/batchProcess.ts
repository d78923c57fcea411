import { appendFileSync } from "node:fs";
import { Redis } from "ioredis";
import { fleetWorker } from "../fleet/fleetWorker.ts";

/** What a worker process is told: which queue to work on, and where to write down what it does. */
export interface BatchOrder {
  readonly redisUrl: string;
  readonly queue: string;
  readonly file: string;
  /** It never ends an item, as if it hung. */
  readonly hangs: boolean;
}

async function work({ redisUrl, queue, file, hangs }: BatchOrder): Promise<void> {
  const client = new Redis(redisUrl, { lazyConnect: true });
  await fleetWorker<number, string>({
    client,
    queue,
    takeover: 1_000,
    onWarning: () => {},
    async perform(item) {
      appendFileSync(file, `${item}\n`);
      if (hangs) {
        process.send?.("hangs");
        await new Promise(() => {});
      }
      return `item ${item}`;
    },
  });
}

process.on("message", (order: BatchOrder) => {
  work(order).then(
    () => process.send?.("working"),
    (error: unknown) => process.send?.(String(error)),
  );
});
process.send?.("ready");
