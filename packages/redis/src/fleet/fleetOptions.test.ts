import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { fleetBatch } from "./fleetBatch.ts";
import type { FleetBatchOptions } from "./fleetBatchOptions.ts";
import { fleetWorker } from "./fleetWorker.ts";
import type { FleetWorkerOptions } from "./fleetWorkerOptions.ts";

describe("options", () => {
  const here = new Redis("redis://127.0.0.1:1", { lazyConnect: true });
  test.each<[Record<string, unknown>, RegExp]>([
    [{ client: { sendCommand() {} } }, /must be one of ioredis/],
    [{ client: undefined }, /must be one of ioredis/],
    [{ queue: "a:b" }, /queue must be letters, digits/],
    [{ queue: undefined }, /queue is missing/],
    [{ id: "" }, /id must be a string/],
    [{ items: "all" }, /items must be a list/],
    [{ items: [1, 1] }, /Two items of the batch are "1"/],
    [{ items: [undefined] }, /is no JSON/],
    [{ patience: 0 }, /patience must be a number from 1/],
    [{ workers: 5 }, /no option "workers"/],
  ])("%o of a batch are refused", async (options, message) => {
    const given = { client: here, queue: "q", id: "i", items: [1], ...options };
    // What JavaScript callers may pass.
    await expect(fleetBatch(given as FleetBatchOptions<number, string>)).rejects.toThrow(message);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ client: {} }, /must be one of ioredis/],
    [{ perform: undefined }, /perform is missing/],
    [{ concurrency: 0 }, /concurrency must be a whole number from 1 to 1000/],
    [{ takeover: 10 }, /takeover must be a number from 1000/],
  ])("%o of a worker are refused", async (options, message) => {
    const given = { client: here, queue: "q", perform: async () => "", ...options };
    // What JavaScript callers may pass.
    await expect(fleetWorker(given as FleetWorkerOptions<number, string>)).rejects.toThrow(message);
  });
});
