import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuthenticationError, TransportError } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BatchOrder } from "../testbed/batchProcess.ts";
import { BatchScene, name, named, numbers } from "../testbed/batchScene.ts";
import { FleetProcess } from "../testbed/fleetProcesses.ts";
import { noRedis } from "../testbed/redisServer.ts";
import { fleetWorker } from "./fleetWorker.ts";

let scene: BatchScene;

beforeAll(async () => {
  scene = await BatchScene.open();
});
afterEach(() => scene.nextRound());
afterAll(() => scene.close());

describe.skipIf(noRedis !== undefined)("a batch of a fleet in trouble", () => {
  test("a worker that is killed has its items taken over; Redis is killed and started again meanwhile", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-batch-"));
    const file = join(directory, "done");
    writeFileSync(file, "");
    scene.afterwards(() => rmSync(directory, { recursive: true }));
    const [doomed, heir] = await FleetProcess.start<BatchOrder>("batchProcess", 2);
    if (doomed === undefined || heir === undefined) throw new Error("There are two.");
    scene.afterwards(() => heir.kill());
    doomed.tell({ redisUrl: scene.redis.url, queue: scene.queue, file, takes: null });
    expect(await doomed.hear()).toBe("working");
    const whole = scene.batch();
    expect(await doomed.hear()).toBe("hangs");
    await doomed.kill();
    await scene.redis.kill();
    await scene.redis.start();
    heir.tell({ redisUrl: scene.redis.url, queue: scene.queue, file, takes: 0 });
    expect(await whole).toEqual({ done: named(20), failed: [], pending: [] });
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    expect(new Set(lines).size).toBe(20);
    // At least once each, and again only what was in hand.
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.length).toBeLessThanOrEqual(30);
  });

  test("Redis that goes away for good: what is left is done here, and said so", async () => {
    await scene.worker(
      async (item) => {
        if (item === 10) await scene.redis.kill();
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
    const report = await scene.batch({ patience: 500, local });
    await scene.redis.start();
    expect(report).toEqual({ done: named(20), failed: [], pending: [] });
    expect(here).toEqual(expect.arrayContaining(numbers(20).slice(10)));
    expect(scene.warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Redis went away at redis:.*\. If it stays away for 0\.5 s, what is left is done here\.$/,
        ),
        expect.stringMatching(/^Redis does not answer at redis:.*\. \d+ items are done here, without it\.$/),
      ]),
    );
  });

  test.each([
    {
      who: "cannot write",
      code: "disk",
      error: new TransportError("disk", "The disk is full.", { hint: "Make room." }),
    },
    { who: "are refused", code: "authentication", error: new AuthenticationError("rejected", "Refused.") },
  ])("workers that $who make it end early, with why", async ({ code, error }) => {
    await scene.worker(async () => {
      throw error;
    });
    const { done, failed } = await scene.batch({ items: numbers(200) });
    expect([done, failed.length]).toEqual([[], 200]);
    const { message, hint } = error;
    expect(failed.map((item) => item.error)).toContainEqual({ code, message, ...(hint !== undefined && { hint }) });
    expect(failed.at(-1)?.error.message).toMatch(/^Not started/);
    expect(scene.warnings).toContain(message);
    // What was in hand when the rest was forgotten is gone when it has ended.
    while ((await scene.client.keys(`*:${scene.queue}:????????????????????????-*`)).length > 0)
      await new Promise(setImmediate);
  });

  test("a queue without workers is told of", async () => {
    const stop = new AbortController();
    const whole = scene.batch({ signal: stop.signal });
    while (scene.warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    expect((await whole).pending).toHaveLength(20);
    expect(scene.warnings).toEqual([
      expect.stringMatching(/^No worker takes from the queue round-\d+: .* until one is started\.$/),
    ]);
  });

  test("a database that Redis does not have is an error, however long one would wait", async () => {
    const away = { client: scene.open(`${scene.redis.url}/99`) };
    const failure = { name: "UsageError", message: `Redis has no database 99 at ${scene.redis.url}.` };
    await expect(scene.batch({ ...away, local: name })).rejects.toMatchObject(failure);
    await expect(scene.worker(name, away)).rejects.toMatchObject(failure);
  });

  test("without a password that Redis wants nobody waits for it", async () => {
    await scene.client.config("SET", "requirepass", "top-secret");
    try {
      await expect(scene.batch({ client: scene.open(scene.redis.url) })).rejects.toMatchObject({
        message: "Redis refused a command (NOAUTH).",
      });
    } finally {
      await scene.client.config("SET", "requirepass", "");
    }
  });
});

test("Redis that is not there from the start: without a way to do items here it is an error, else they are done", async () => {
  const away = { client: scene.open("redis://127.0.0.1:1"), patience: 50 };
  await expect(scene.batch(away)).rejects.toMatchObject({
    name: "TransportError",
    code: "connect",
    message: "Redis does not answer at redis://127.0.0.1:1.",
  });
  await expect(fleetWorker({ ...away, queue: scene.queue, perform: name })).rejects.toMatchObject({ code: "connect" });
  expect((await scene.batch({ ...away, local: name, localConcurrency: 3 })).done).toEqual(named(20));
  expect(scene.warnings).toEqual(["Redis does not answer at redis://127.0.0.1:1. 20 items are done here, without it."]);
});
