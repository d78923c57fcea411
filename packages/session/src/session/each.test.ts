import { describe, expect, test } from "vitest";
import { sleep } from "../flow/flow.ts";
import type { Source } from "../flow/source.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { asyncRunner } from "./asyncRunner.ts";
import { blockingRunner } from "./blockingRunner.ts";

/** Counts to `last` in pairs; after that it fails where `fails` says so. */
function pairs(log: string[], last: number, fails = false): () => Source<number> {
  return () => {
    let at = 0;
    log.push("open");
    return {
      *next() {
        yield* sleep(at * 10);
        if (at >= last && fails) throw new RangeError("no more");
        if (at >= last) return undefined;
        at += 2;
        return [at - 1, at];
      },
      *stop() {
        log.push("stop");
      },
    };
  };
}

type Read = (open: () => Source<number>, until: number) => Promise<number[]>;

const readers: readonly { twin: string; read: Read }[] = [
  {
    twin: "async",
    async read(open, until) {
      const seen: number[] = [];
      for await (const item of asyncRunner(scriptedTransport([])).each(open)) {
        seen.push(item);
        if (item === until) break;
      }
      return seen;
    },
  },
  {
    twin: "blocking",
    async read(open, until) {
      const seen: number[] = [];
      for (const item of blockingRunner(scriptedTransport([])).each(open)) {
        seen.push(item);
        if (item === until) break;
      }
      return seen;
    },
  },
];

describe.each(readers)("reading a source in the $twin twin", ({ read }) => {
  test("gives its items in order, and stops it at the end", async () => {
    const log: string[] = [];
    expect(await read(pairs(log, 4), Infinity)).toEqual([1, 2, 3, 4]);
    expect(log).toEqual(["open", "stop"]);
  });

  test("stops it when the loop is left", async () => {
    const log: string[] = [];
    expect(await read(pairs(log, 100), 3)).toEqual([1, 2, 3]);
    expect(log).toEqual(["open", "stop"]);
  });

  test("stops it when it fails", async () => {
    const log: string[] = [];
    await expect(read(pairs(log, 4, true), Infinity)).rejects.toThrow("no more");
    expect(log).toEqual(["open", "stop"]);
  });

  test("opens a new one for each iteration", async () => {
    const log: string[] = [];
    const open = pairs(log, 2);
    expect(await read(open, Infinity)).toEqual(await read(open, Infinity));
    expect(log).toEqual(["open", "stop", "open", "stop"]);
  });
});

test("a blocking session refuses a signal at once", () => {
  const runner = blockingRunner(scriptedTransport([]));
  expect(() => runner.each(pairs([], 2), new AbortController().signal)).toThrow(
    "Option `signal` is for the async twin",
  );
});

test("items asked for before others have come are given in order, and none after the end", async () => {
  const log: string[] = [];
  const items = asyncRunner(scriptedTransport([])).each(pairs(log, 4))[Symbol.asyncIterator]();
  const asked = Array.from({ length: 6 }, () => items.next());
  const left = items.return?.();
  expect((await Promise.all(asked)).map(({ value }) => value)).toEqual([1, 2, 3, 4, undefined, undefined]);
  expect(await left).toEqual({ done: true, value: undefined });
  expect(await items.next()).toEqual({ done: true, value: undefined });
  expect(log).toEqual(["open", "stop"]);
});
