import { Cluster, Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { fleetBatch } from "./fleetBatch.ts";
import type { FleetBatchOptions } from "./fleetBatchOptions.ts";
import { placeOf } from "./fleetClient.ts";
import { fleetConnection } from "./fleetConnection.ts";
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
    [{ items: [1n] }, /is no JSON/],
    [{ items: [1n], keyOf: String }, /is no JSON/],
    [{ keyOf: () => 5 }, /keyOf must answer with a string, not/],
    [{ signal: new AbortController() }, /signal must be an AbortSignal/],
    [{ patience: 0 }, /patience must be a number from 1/],
    [{ workers: 5 }, /no option "workers"/],
  ])("%o of a batch are refused", async (options, message) => {
    const given = { client: here, queue: "q", id: "i", items: [1], ...options };
    // What JavaScript callers may pass.
    await expect(fleetBatch(given as FleetBatchOptions<number, string>)).rejects.toThrow(message);
  });

  test.each([
    {
      what: "a Cluster",
      client: new Cluster(["redis://127.0.0.1:1"], { lazyConnect: true }),
      message: /one of ioredis, and no Cluster/,
    },
    {
      what: "one that changes keys",
      client: new Redis({ lazyConnect: true, keyPrefix: "app:" }),
      message: /must have no keyPrefix/,
    },
  ])("$what is refused as a client before anything is connected", async ({ client, message }) => {
    // A Cluster has no such type.
    const given = { client: client as Redis, queue: "q" };
    await expect(fleetBatch({ ...given, id: "i", items: [1] })).rejects.toThrow(message);
    await expect(fleetWorker({ ...given, perform: async () => "" })).rejects.toThrow(message);
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

  test("a client's time-out for commands is none for those that wait for work", () => {
    const redis = fleetConnection(new Redis({ lazyConnect: true, commandTimeout: 500 }), "blocking");
    expect(redis.options.commandTimeout).toBeUndefined();
  });

  test.each([
    { to: "redis://user:canary@127.0.0.1:1/2", place: "redis://127.0.0.1:1" },
    { to: "rediss://redis.internal:6380", place: "rediss://redis.internal:6380" },
    { to: "redis://[::1]:6379", place: "redis://[::1]:6379" },
    { to: "/run/redis.sock", place: "unix:/run/redis.sock" },
  ])("$place is where $to is said to be", ({ to, place }) => {
    expect(placeOf(new Redis(to, { lazyConnect: true }))).toBe(place);
  });

  test("a Redis behind sentinels is said to be where they are", () => {
    const sentinels = [{ host: "one" }, { host: "two", port: 5 }];
    const client = new Redis({ lazyConnect: true, name: "main", sentinels, sentinelPassword: "canary" });
    expect(placeOf(client)).toBe("redis+sentinel://one:26379,two:5/main");
  });
});
