import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { fleetWorker } from "../fleet/fleetWorker.ts";

/** What a worker process is told: which queue to work on, and where to write down what it does. */
export interface BatchOrder {
  readonly redisUrl: string;
  readonly queue: string;
  readonly file: string;
  /** How long an item takes, in ms; Infinity does not travel, so `null` is an item that never ends. */
  readonly takes: number | null;
}

async function work({ redisUrl, queue, file, takes }: BatchOrder): Promise<void> {
  const client = new Redis(redisUrl, { lazyConnect: true });
  await fleetWorker<number, string>({
    client,
    queue,
    takeover: 1_000,
    onWarning: () => {},
    async perform(item) {
      appendFileSync(file, `${item}\n`);
      if (takes === null) {
        process.send?.("hangs");
        await new Promise(() => {});
      }
      await pause(takes ?? 0);
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
