import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BatchOrder } from "../testbed/batchProcess.ts";
import { CutOffHost } from "../testbed/cutOffHost.ts";
import { FleetProcess } from "../testbed/fleetProcesses.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { fleetBatch } from "./fleetBatch.ts";

/** It changes the machine's network for a while, and takes half a minute: the long proof does it. */
const PROVE = process.env["LATCHKEY_PROVE"] !== undefined;
const whyNot = PROVE ? (noRedis ?? CutOffHost.whyNot()) : "only in the long proof";

if (PROVE && whyNot !== undefined) console.warn(`Skipping the partition of a worker's host: ${whyNot}.`);

describe.skipIf(whyNot !== undefined)("a worker's host that is cut off from Redis", () => {
  let host: CutOffHost;
  let redis: RedisServer;
  let client: Redis;
  let directory: string;

  beforeAll(async () => {
    host = new CutOffHost();
    redis = await RedisServer.start(host.gateway);
    client = new Redis(redis.url, { lazyConnect: true });
    directory = mkdtempSync(join(tmpdir(), "latchkey-partition-"));
  });
  afterAll(async () => {
    client.disconnect();
    await redis.close();
    host.close();
    rmSync(directory, { recursive: true });
  });

  const done = (file: string): string[] =>
    existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const named = (count: number): unknown[] => numbers(count).map((input) => ({ input, result: `item ${input}` }));

  test("loses its items to others, and works again when it is back", { timeout: 300_000 }, async () => {
    const [far] = await FleetProcess.start<BatchOrder>("batchProcess", 1, host.command);
    const [near] = await FleetProcess.start<BatchOrder>("batchProcess", 1);
    if (far === undefined || near === undefined) throw new Error("There is one of each.");
    const [farFile, nearFile] = [join(directory, "far"), join(directory, "near")];
    try {
      far.tell({ redisUrl: redis.url, queue: "q", file: farFile, takes: 500 });
      expect(await far.hear()).toBe("working");
      const first = fleetBatch<number, string>({ client, queue: "q", id: "first", items: numbers(100) });
      while (done(farFile).length < 15) await new Promise(setImmediate);
      host.cut();
      near.tell({ redisUrl: redis.url, queue: "q", file: nearFile, takes: 0 });
      expect(await first).toEqual({ done: named(100), failed: [], pending: [] });
      // Those that it had ended, and could not say so, somebody else did too.
      const both = done(nearFile).filter((item) => done(farFile).includes(item));
      expect(both.length).toBeGreaterThan(0);
      expect(new Set([...done(nearFile), ...done(farFile)]).size).toBe(100);

      await near.kill();
      const before = done(farFile).length;
      host.heal();
      const second = await fleetBatch<number, string>({ client, queue: "q", id: "second", items: numbers(30) });
      expect(second).toEqual({ done: named(30), failed: [], pending: [] });
      expect(done(farFile).length).toBeGreaterThanOrEqual(before + 30);
    } finally {
      await far.kill();
      await near.kill();
    }
  });
});
