import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuthenticationError, StatusError, TransportError, UsageError } from "@latchkey/session";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BatchOrder } from "../testbed/batchProcess.ts";
import { FleetProcess } from "../testbed/fleetProcesses.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { fleetBatch } from "./fleetBatch.ts";
import type { FleetBatchOptions, FleetProgress } from "./fleetBatchOptions.ts";
import { type FleetWorker, fleetWorker } from "./fleetWorker.ts";
import type { FleetWorkerOptions } from "./fleetWorkerOptions.ts";

let redis: RedisServer;
let client: Redis;
let queue: string;
let rounds = 0;
let warnings: string[];
const onWarning = ({ message }: Error): void => void warnings.push(message);
const ending: (() => unknown)[] = [];

beforeAll(async () => {
  if (noRedis === undefined) redis = await RedisServer.start();
});
beforeEach(() => {
  rounds += 1;
  queue = `round-${rounds}`;
  warnings = [];
  if (noRedis === undefined) client = open(redis.url);
});
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});
afterAll(() => redis?.close());

function open(url: string): Redis {
  const made = new Redis(url, { lazyConnect: true });
  made.on("error", () => {});
  ending.push(() => made.disconnect());
  return made;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

type Batch = FleetBatchOptions<number, string>;

function batch(options: Partial<Batch> = {}): ReturnType<typeof fleetBatch<number, string>> {
  return fleetBatch<number, string>({ client, queue, id: "batch", items: numbers(20), onWarning, ...options });
}

async function worker(
  perform: FleetWorkerOptions<number, string>["perform"],
  options: Partial<FleetWorkerOptions<number, string>> = {},
): Promise<FleetWorker> {
  const made = await fleetWorker<number, string>({ client, queue, takeover: 1_000, onWarning, perform, ...options });
  ending.push(() => made.stop(0));
  return made;
}

const name = async (item: number): Promise<string> => `item ${item}`;
const named = (count: number): unknown[] => numbers(count).map((input) => ({ input, result: `item ${input}` }));

describe.skipIf(noRedis !== undefined)("a batch of a fleet", () => {
  test("is done by its workers, told item by item, reported in order, and leaves nothing in Redis", async () => {
    const both = [await worker(name), await worker(name)];
    const told: FleetProgress<number, string>[] = [];
    const report = await batch({ onProgress: (progress) => void told.push(progress) });
    expect(report).toEqual({ done: named(20), failed: [], pending: [] });
    expect(told.map(({ done }) => done)).toEqual(numbers(21).slice(1));
    expect(told.at(-1)).toMatchObject({ done: 20, failed: 0, total: 20, latest: { result: expect.any(String) } });
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(20);
    const keys = await client.keys(`*${queue}*`);
    const kept = keys.map((key) => key.slice(key.lastIndexOf(":") + 1));
    for (const key of kept) expect(["meta", "id", "events", "marker", "stalled-check"]).toContain(key);
    expect(warnings).toEqual([]);
  });

  test("an error that lasts ends its item alone; one that may pass is tried three times", async () => {
    const tries = [0, 0, 0];
    await worker(async (item) => {
      tries[item] = (tries[item] ?? 0) + 1;
      if (item === 0) throw new UsageError("option", "No such thing.", { hint: "Ask for another." });
      if (item === 1 && tries[1] === 1) throw new TransportError("reset", "The connection was reset.");
      if (item === 2)
        throw new StatusError("Unavailable.", {
          status: 503,
          problem: undefined,
          retryAfter: undefined,
          response: undefined,
        });
      return `item ${item}`;
    });
    const { done, failed } = await batch({ items: numbers(3) });
    expect(done).toEqual([{ input: 1, result: "item 1" }]);
    expect(failed).toEqual([
      { input: 0, error: { code: "option", message: "No such thing.", hint: "Ask for another." } },
      { input: 2, error: expect.objectContaining({ code: "status" }) },
    ]);
    expect(tries).toEqual([1, 2, 3]);
  });

  test("whose caller has gone is joined by the same call: nothing is lost or done twice", async () => {
    const seen: number[] = [];
    const stop = new AbortController();
    let letOn: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      letOn = resolve;
    });
    const slow = await worker(
      async (item) => {
        seen.push(item);
        if (item >= 5) await gate;
        return `item ${item}`;
      },
      { concurrency: 1 },
    );
    const first = batch({ signal: stop.signal, onProgress: ({ done }) => void (done === 5 && stop.abort()) });
    const { done, pending } = await first;
    expect([done.length, pending]).toEqual([5, numbers(20).slice(5)]);
    letOn();
    while (slow.done < 12) await new Promise(setImmediate);
    expect((await batch()).done).toEqual(named(20));
    expect(seen.toSorted((a, b) => a - b)).toEqual(numbers(20));
  });

  test("a worker that is killed has its items taken over; Redis is killed and started again meanwhile", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-batch-"));
    const file = join(directory, "done");
    writeFileSync(file, "");
    ending.push(() => rmSync(directory, { recursive: true }));
    const [doomed, heir] = await FleetProcess.start<BatchOrder>("batchProcess", 2);
    if (doomed === undefined || heir === undefined) throw new Error("There are two.");
    ending.push(() => heir.kill());
    doomed.tell({ redisUrl: redis.url, queue, file, takes: null });
    expect(await doomed.hear()).toBe("working");
    const whole = batch();
    expect(await doomed.hear()).toBe("hangs");
    await doomed.kill();
    await redis.kill();
    await redis.start();
    heir.tell({ redisUrl: redis.url, queue, file, takes: 0 });
    expect(await whole).toEqual({ done: named(20), failed: [], pending: [] });
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    expect(new Set(lines).size).toBe(20);
    // At least once each, and again only what was in hand.
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.length).toBeLessThanOrEqual(30);
  });

  test("a worker that is stopped gives back what it has not finished, at once", async () => {
    const begun: number[] = [];
    const stopped = await worker(
      (item, { signal }) =>
        new Promise((_resolve, reject) => {
          begun.push(item);
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        }),
      { takeover: 3_600_000 },
    );
    const whole = batch({ items: numbers(5) });
    while (begun.length < 5) await new Promise(setImmediate);
    await stopped.stop(0);
    const again: boolean[] = [];
    await worker(async (item, task) => {
      again.push(task.again);
      return `item ${item}`;
    });
    expect((await whole).done).toEqual(named(5));
    expect(again).toEqual([true, true, true, true, true]);
  });

  test("Redis that goes away for good: what is left is done here, and said so", async () => {
    await worker(
      async (item) => {
        if (item === 10) await redis.kill();
        if (item >= 10) await new Promise(() => {});
        return `item ${item}`;
      },
      { concurrency: 1 },
    );
    const here: number[] = [];
    const local = async (item: number): Promise<string> => {
      here.push(item);
      return `item ${item}`;
    };
    const report = await batch({ patience: 500, local });
    await redis.start();
    expect(report).toEqual({ done: named(20), failed: [], pending: [] });
    expect(here).toEqual(expect.arrayContaining(numbers(20).slice(10)));
    expect(warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Redis went away at redis:.*\. If it stays away for 0\.5 s, what is left is done here\.$/,
        ),
        expect.stringMatching(/^Redis does not answer at redis:.*\. \d+ items are done here, without it\.$/),
      ]),
    );
  });

  test("workers that cannot write, or are refused, make it end early, with why", async () => {
    await worker(async (item) => {
      if (item % 2 === 0) throw new AuthenticationError("rejected", "The credentials are refused.");
      throw new TransportError("disk", "The disk is full.", { hint: "Make room." });
    });
    const { done, failed } = await batch({ items: numbers(200) });
    expect([done, failed.length]).toEqual([[], 200]);
    expect(failed.map(({ error }) => error)).toEqual(
      expect.arrayContaining([
        { code: "disk", message: "The disk is full.", hint: "Make room." },
        { code: "authentication", message: "The credentials are refused." },
      ]),
    );
    expect(failed.at(-1)?.error.message).toMatch(/^Not started/);
    expect(warnings).toContain("The disk is full.");
    // What was in hand when the rest was forgotten is gone when it has ended.
    while ((await client.keys(`*:${queue}:????????????????????????-*`)).length > 0) await new Promise(setImmediate);
  });

  test("a queue without workers is told of", async () => {
    const stop = new AbortController();
    const whole = batch({ signal: stop.signal });
    while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    expect((await whole).pending).toHaveLength(20);
    expect(warnings).toEqual([
      expect.stringMatching(/^No worker takes from the queue round-\d+: .* until one is started\.$/),
    ]);
  });

  test("what the caller's onProgress throws ends the batch", async () => {
    await worker(name);
    const onProgress = (): void => {
      throw new Error("no more of that");
    };
    await expect(batch({ onProgress })).rejects.toThrow("no more of that");
  });

  test("without a password that Redis wants nobody waits for it", async () => {
    await client.config("SET", "requirepass", "top-secret");
    try {
      await expect(batch({ client: open(redis.url) })).rejects.toMatchObject({
        message: "Redis refused a command (NOAUTH).",
      });
    } finally {
      await client.config("SET", "requirepass", "");
    }
  });
});

test("Redis that is not there from the start: without a way to do items here it is an error, else they are done", async () => {
  const away = { client: open("redis://127.0.0.1:1"), patience: 50 };
  await expect(batch(away)).rejects.toMatchObject({
    name: "TransportError",
    code: "connect",
    message: "Redis does not answer at redis://127.0.0.1:1.",
  });
  await expect(fleetWorker({ ...away, queue, perform: name })).rejects.toMatchObject({ code: "connect" });
  expect((await batch({ ...away, local: name, localConcurrency: 3 })).done).toEqual(named(20));
  expect(warnings).toEqual(["Redis does not answer at redis://127.0.0.1:1. 20 items are done here, without it."]);
});
