import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outcome } from "../../flow/step.ts";
import type { Reply } from "../../message/reply.ts";
import { requestTo } from "../../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../../testbed/faultServer.ts";
import { scratchDirectory } from "../../testbed/scratchDirectory.ts";
import { connectionDefaults } from "../connectionSettings.ts";
import { type Order, orderOf } from "../exchange/order.ts";
import { Bridge, type Pool } from "./bridge.ts";
import { HEARD } from "./wire.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const pool: Pool = { id: 1, settings: connectionDefaults };
const order = (path: string) => orderOf(requestTo(server.origin, path));

/** The URL of a module that is this text. */
function moduleOf(text: string): string {
  const path = join(scratchDirectory(), "module.mjs");
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

/** Waits until one send is over. */
function sendOver(bridge: Bridge, path: string, ms: number): Outcome<Reply> | undefined {
  let outcome: Outcome<Reply> | undefined;
  bridge.send(pool, order(path), performance.now() + ms, (settled) => {
    outcome = settled;
  });
  while (outcome === undefined && bridge.wait());
  return outcome;
}

describe("a lost I/O thread", () => {
  const unstarted = { sent: false, message: "The I/O thread did not start." };
  const heard = `import { workerData as data } from "node:worker_threads";
    const heard = (then) => data.port.on("message", () => { Atomics.add(data.signals, ${HEARD}, 1); then(); });`;

  test.each([
    { program: 'throw new Error("thrown while loading")', error: unstarted },
    { program: "for (;;);", error: unstarted },
    { program: `${heard} heard(() => process.exit(3));`, error: { sent: true } },
    {
      program: `${heard} heard(() => { for (;;); });`,
      error: { sent: true, message: "The I/O thread does not answer." },
    },
  ])("fails what it had to do, and is replaced: $program", ({ program, error }) => {
    const entries = [new URL(`data:text/javascript,${encodeURIComponent(program)}`)];
    const working = new URL("./ioThread.js", import.meta.url);
    const bridge = new Bridge(() => entries.shift() ?? working);
    const outcome = sendOver(bridge, "/plain", 300);
    expect(outcome).toMatchObject({ error: { code: "worker", ...error } });
    expect(sendOver(bridge, "/plain", 5_000)).toMatchObject({ value: { status: 200 } });
    bridge.close(pool.id, true);
  });
});

describe("a bridge", () => {
  test("says where no thread can be started", () => {
    const bridge = new Bridge(() => new URL("https://127.0.0.1:9/ioThread.js"));
    expect(sendOver(bridge, "/plain", 5_000)).toMatchObject({
      error: { code: "worker", sent: false, hint: expect.stringContaining("async twin") },
    });
    // What could not leave is over, which a batch must not take for nothing being under way.
    let isOver = false;
    bridge.send(pool, order("/plain"), performance.now() + 5_000, () => {
      isOver = true;
    });
    expect([bridge.wait(), isOver, bridge.wait()]).toEqual([true, true, false]);
  });

  test("is told when its thread ends, however much time there is", () => {
    const bridge = new Bridge();
    const module = moduleOf("export const die = () => process.exit(1);");
    let outcome: unknown;
    bridge.work({ do: "work", module, name: "die", input: 1, until: Infinity }, (settled) => {
      outcome = settled;
    });
    while (outcome === undefined && bridge.wait());
    expect(outcome).toMatchObject({ error: { code: "worker", message: expect.stringContaining("ended") } });
    expect(sendOver(bridge, "/plain", 5_000)).toMatchObject({ value: { status: 200 } });
    bridge.close(pool.id, true);
  });

  test("is told at once of what ends in turns that follow each other", () => {
    const bridge = new Bridge();
    const module = moduleOf(`export async function pass(turns) {
      for (let left = turns; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
    }`);
    let over = 0;
    const pass = (turns: number) => {
      bridge.work({ do: "work", module, name: "pass", input: turns, until: Infinity }, () => {
        over += 1;
      });
    };
    pass(0);
    while (bridge.wait());
    over = 0;
    for (const turns of [1, 2, 3, 4, 5, 6]) pass(turns);
    for (let count = 0; count < 6; count += 1) pass(1_000);
    bridge.wait();
    expect(over).toBeGreaterThanOrEqual(4);
    expect(over).toBeLessThanOrEqual(6);
    while (bridge.wait());
    expect(over).toBe(12);
  });

  test("has nothing to wait for when nothing is under way", () => {
    expect(new Bridge().wait()).toBe(false);
  });

  test("fires timers in order, without a thread", () => {
    const bridge = new Bridge();
    const fired: number[] = [];
    const now = performance.now();
    for (const ms of [30, 10, 20]) bridge.sleep(now + ms, () => fired.push(ms));
    const cancel = bridge.sleep(now + 15, (outcome) => fired.push("error" in outcome ? -1 : 15));
    cancel(new Error("not needed"));
    while (bridge.wait());
    expect(fired).toEqual([-1, 10, 20, 30]);
  });

  test("cancels a step at once and discards what comes late", () => {
    const bridge = new Bridge();
    expect(sendOver(bridge, "/plain", 5_000)).toHaveProperty("value");
    const outcomes: unknown[] = [];
    const cancel = bridge.send(pool, order("/plain"), performance.now() + 5_000, (outcome) => outcomes.push(outcome));
    // The timer lets it leave, and perhaps come back, before it is cancelled.
    bridge.sleep(performance.now(), () => {});
    bridge.wait();
    const reason = new Error("no more");
    cancel(reason);
    cancel(reason);
    expect(sendOver(bridge, "/plain", 5_000)).toHaveProperty("value");
    expect(outcomes.length).toBe(1);
    bridge.close(pool.id, true);
  });

  test("tells how much was uploaded before it tells of the end, however late both are heard", async () => {
    const bridge = new Bridge();
    expect(sendOver(bridge, "/plain", 5_000)).toHaveProperty("value");
    const told: unknown[] = [];
    const body = { kind: "bytes", bytes: new Uint8Array(3) } as const;
    const upload: Order = {
      ...orderOf(requestTo(server.origin, "/hold?count=2", { method: "POST", body })),
      uploaded: ({ sent }) => told.push(sent),
    };
    bridge.send(pool, upload, performance.now() + 5_000, (outcome) => told.push("value" in outcome));
    bridge.sleep(performance.now(), () => {});
    bridge.wait();
    // Answered when both have come: the first is then over, and nobody has listened.
    for (const path of ["hold?count=2", "plain"]) await (await fetch(`${server.origin}/${path}`)).text();
    while (told.length < 2 && bridge.wait());
    expect(told).toEqual([3, true]);
    bridge.close(pool.id, true);
  });

  test("runs an export in the thread, and tells its errors", () => {
    const bridge = new Bridge();
    const module = moduleOf(`
      import { isMainThread } from "node:worker_threads";
      export const where = (input) => [isMainThread, input];
      export const fail = () => { throw Object.assign(new RangeError("no"), { code: "ENO" }); };
      export const odd = () => () => {};`);
    const work = (name: string): unknown => {
      let outcome: unknown;
      const step = { do: "work", module, name, input: { a: 1 }, until: performance.now() + 5_000 } as const;
      bridge.work(step, (settled) => {
        outcome = settled;
      });
      while (outcome === undefined && bridge.wait());
      return outcome;
    };
    expect(work("where")).toEqual({ value: [false, { a: 1 }] });
    expect(work("fail")).toMatchObject({ error: { name: "RangeError", message: "no", code: "ENO" } });
    expect(work("missing")).toMatchObject({ error: { name: "TypeError" } });
    expect(work("odd")).toMatchObject({ error: { name: "DataCloneError" } });
    expect(work("where")).toEqual({ value: [false, { a: 1 }] });
  });

  test("tells of input that is no data", () => {
    const bridge = new Bridge();
    let outcome: unknown;
    const step = {
      do: "work",
      module: "data:,",
      name: "x",
      input: () => {},
      until: performance.now() + 5_000,
    } as const;
    bridge.work(step, (settled) => {
      outcome = settled;
    });
    while (outcome === undefined && bridge.wait());
    expect(outcome).toMatchObject({ error: { name: "DataCloneError" } });
  });

  test("asks for all else that was to leave together with input that is no data", () => {
    const bridge = new Bridge();
    const outcomes: Record<string, Outcome<unknown>> = {};
    const heard = (name: string) => (outcome: Outcome<unknown>) => {
      outcomes[name] = outcome;
    };
    const until = performance.now() + 5_000;
    const large = { kind: "bytes", bytes: new Uint8Array(100_000) } as const;
    const upload = { ...order("/echo"), method: "POST", body: large };
    bridge.send(pool, order("/plain"), until, heard("before"));
    bridge.work({ do: "work", module: "data:,", name: "x", input: () => {}, until }, heard("work"));
    bridge.send(pool, upload, until, heard("after"));
    while (Object.keys(outcomes).length < 3 && bridge.wait());
    expect(outcomes).toMatchObject({
      before: { value: { status: 200 } },
      work: { error: { name: "DataCloneError" } },
      after: { value: { status: 200 } },
    });
  });
});
