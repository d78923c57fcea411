import { StatusError, TransportError, UsageError } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BatchScene, name, named, numbers } from "../testbed/batchScene.ts";
import { noRedis } from "../testbed/redisServer.ts";
import { fleetBatch } from "./fleetBatch.ts";
import type { FleetProgress } from "./fleetBatchOptions.ts";
import { fleetWorker } from "./fleetWorker.ts";

let scene: BatchScene;

beforeAll(async () => {
  scene = await BatchScene.open();
});
afterEach(() => scene.nextRound());
afterAll(() => scene.close());

describe.skipIf(noRedis !== undefined)("a batch of a fleet", () => {
  test("is done by its workers, told item by item, reported in order, and leaves nothing in Redis", async () => {
    const both = [await scene.worker(name), await scene.worker(name)];
    const told: FleetProgress<number, string>[] = [];
    const report = await scene.batch({ onProgress: (progress) => void told.push(progress) });
    expect(report).toEqual({ done: named(20), failed: [], pending: [] });
    expect(told.map(({ done }) => done)).toEqual(numbers(21).slice(1));
    expect(told.at(-1)).toMatchObject({ done: 20, failed: 0, total: 20, latest: { result: expect.any(String) } });
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(20);
    const keys = await scene.client.keys(`*${scene.queue}*`);
    const kept = keys.map((key) => key.slice(key.lastIndexOf(":") + 1));
    for (const key of kept) expect(["meta", "id", "events", "marker", "stalled-check"]).toContain(key);
    expect(scene.warnings).toEqual([]);
  });

  test("an item that Redis forgot is put there again, whatever the client makes of numbers", async () => {
    const client = scene.open(scene.redis.url, { stringNumbers: true });
    const first = await scene.worker(
      (item, { signal }) =>
        item === 0
          ? name(item)
          : new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
      { client, concurrency: 1 },
    );
    const told: number[] = [];
    const whole = scene.batch({ client, onProgress: ({ done }) => void told.push(done) });
    while (told.length === 0) await new Promise(setImmediate);
    await first.stop(0);
    const [waiting = ""] = await scene.client.keys(`*:${scene.queue}.batches:*:dependencies`);
    const [forgotten = ""] = await scene.client.smembers(waiting);
    const [queue, id] = [
      forgotten.slice(0, forgotten.lastIndexOf(":")),
      forgotten.slice(forgotten.lastIndexOf(":") + 1),
    ];
    await scene.client.multi().srem(waiting, forgotten).lrem(`${queue}:wait`, 0, id).del(forgotten).exec();
    await scene.worker(name, { client });
    expect(await whole).toEqual({ done: named(20), failed: [], pending: [] });
  });

  test("an error that lasts ends its item alone; one that may pass is tried three times", async () => {
    const tries = [0, 0, 0];
    await scene.worker(async (item) => {
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
    const { done, failed } = await scene.batch({ items: numbers(3) });
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
    const slow = await scene.worker(
      async (item) => {
        seen.push(item);
        if (item >= 5) await gate;
        return `item ${item}`;
      },
      { concurrency: 1 },
    );
    const first = scene.batch({ signal: stop.signal, onProgress: ({ done }) => void (done === 5 && stop.abort()) });
    const { done, pending } = await first;
    expect([done.length, pending]).toEqual([5, numbers(20).slice(5)]);
    letOn();
    while (slow.done < 12) await new Promise(setImmediate);
    expect((await scene.batch()).done).toEqual(named(20));
    expect(seen.toSorted((a, b) => a - b)).toEqual(numbers(20));
  });

  test("that was begun long ago is not forgotten while it is asked for", async () => {
    const seen: number[] = [];
    await scene.worker(async (item) => {
      seen.push(item);
      return `item ${item}`;
    });
    const stop = new AbortController();
    await scene.batch({ signal: stop.signal, onProgress: ({ done }) => void (done === 5 && stop.abort()) });
    while (seen.length < 20) await new Promise(setImmediate);
    const [parent = ""] = await scene.client.keys(`*:${scene.queue}.batches:*:processed`);
    await scene.client.hset(parent.replace(/:processed$/, ""), "timestamp", Date.now() - 8 * 86_400_000);
    const again = new AbortController();
    await scene.batch({ items: numbers(21), signal: again.signal, onProgress: () => again.abort() });
    await scene.batch({ id: "another", items: [100] });
    expect((await scene.batch()).done).toEqual(named(20));
    expect(seen.filter((item) => item < 20)).toHaveLength(20);
  });

  test("a worker that is stopped gives back what it has not finished, at once", async () => {
    const begun: number[] = [];
    const stopped = await scene.worker(
      (item, { signal }) =>
        new Promise((_resolve, reject) => {
          begun.push(item);
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        }),
      { takeover: 3_600_000 },
    );
    const whole = scene.batch({ items: numbers(5) });
    while (begun.length < 5) await new Promise(setImmediate);
    await stopped.stop(0);
    const again: boolean[] = [];
    await scene.worker(async (item, task) => {
      again.push(task.again);
      return `item ${item}`;
    });
    expect((await whole).done).toEqual(named(5));
    expect(again).toEqual([true, true, true, true, true]);
  });

  test("an item whose work answers with nothing is done", async () => {
    const { client, queue } = scene;
    const worker = await fleetWorker<number, void>({ client, queue, perform: async () => {} });
    scene.afterwards(() => worker.stop(0));
    const { done, failed } = await fleetBatch<number, void>({ client, queue, id: "void", items: [1, 2] });
    expect({ done, failed }).toEqual({
      done: [
        { input: 1, result: undefined },
        { input: 2, result: undefined },
      ],
      failed: [],
    });
  });

  test("an item whose result is no JSON has failed, at once and with what to do", async () => {
    const { client, queue } = scene;
    let tries = 0;
    const perform = async (): Promise<bigint> => {
      tries += 1;
      return 1n;
    };
    const worker = await fleetWorker<number, bigint>({ client, queue, perform });
    scene.afterwards(() => worker.stop(0));
    const { failed } = await fleetBatch<number, bigint>({ client, queue, id: "big", items: [1] });
    expect(failed).toEqual([
      { input: 1, error: expect.objectContaining({ code: "option", hint: expect.any(String) }) },
    ]);
    expect(tries).toBe(1);
  });

  test("costs Redis few commands: two scripts for each item", async () => {
    await scene.worker(name);
    const count = 200;
    await scene.client.config("RESETSTAT");
    expect((await scene.batch({ items: numbers(count) })).done).toHaveLength(count);
    const stats = await scene.client.info("commandstats");
    const [, calls, time] = /cmdstat_evalsha:calls=(\d+),usec=\d+,usec_per_call=([\d.]+)/.exec(stats) ?? [];
    console.log(`A batch of ${count}: ${calls} scripts of ${time} µs`);
    expect(Number(calls)).toBeLessThanOrEqual(2.5 * count);
  });

  test("what a worker's onItem throws is a warning: the item has ended", async () => {
    const onItem = (): void => {
      throw new Error("no more of that");
    };
    await scene.worker(name, { onItem });
    expect((await scene.batch({ items: numbers(2) })).done).toEqual(named(2));
    expect(scene.warnings).toEqual(["no more of that", "no more of that"]);
  });

  test("what the caller's onProgress throws ends the batch", async () => {
    await scene.worker(name);
    const onProgress = (): void => {
      throw new Error("no more of that");
    };
    await expect(scene.batch({ onProgress })).rejects.toThrow("no more of that");
  });
});
