import { createHook } from "node:async_hooks";
import { mkdtempSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MessagePort } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { SharedRefresh } from "../auth/sharedRefresh.ts";
import type { AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import { type Flow, wait } from "../flow/flow.ts";
import { ready } from "../flow/ready.ts";
import { Signal } from "../flow/signal.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { connectionDefaults } from "../transports/connectionSettings.ts";
import { nodeTransport } from "../transports/nodeTransport.ts";
import { spareCore } from "../transports/spareCore.ts";
import { LETTER } from "../transports/thread/wire.ts";
import { AsyncSession } from "./asyncSession.ts";
import { Session } from "./session.ts";

// What a call costs is decided by what it makes and by how often it wakes another thread. Both can be counted.

const CALLS = 40;

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Counts what is made of these classes until the test is over. */
function counting(
  ...names: readonly ("Headers" | "Request" | "Response" | "URL" | "AbortController" | "TextDecoder")[]
) {
  const made: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  for (const name of names) {
    const original: new (...given: never[]) => object = globalThis[name];
    vi.stubGlobal(
      name,
      new Proxy(original, {
        construct(target, given, derived) {
          made[name] = (made[name] ?? 0) + 1;
          return Reflect.construct(target, given, derived);
        },
      }),
    );
  }
  return made;
}

const PLATFORM = ["Headers", "Request", "Response", "URL", "AbortController", "TextDecoder"] as const;
const nothing = Object.fromEntries(PLATFORM.map((name) => [name, 0]));

function sizeOf(value: unknown): number | undefined {
  return value instanceof ArrayBuffer ? value.byteLength : undefined;
}

describe("a call of the async twin", () => {
  test.each([
    ["", {}],
    [", with a signal and a time-out of its own", { timeout: 5_000, signal: new AbortController().signal }],
  ])(
    "makes nothing of the platform's, and one timer%s; headers are built when they are read",
    async (_with, options) => {
      await using session = new AsyncSession({ url: server.origin });
      for (let index = 0; index < CALLS; index += 1) await session.httpGet("plain");
      const made = counting(...PLATFORM);
      const signals = [vi.spyOn(AbortSignal, "timeout"), vi.spyOn(AbortSignal, "any")];
      const timers = vi.spyOn(globalThis, "setTimeout");
      for (let index = 0; index < CALLS; index += 1) (await session.httpGet("plain", options)).raiseForStatus().json();
      expect(made).toEqual(nothing);
      for (const signal of signals) expect(signal).not.toHaveBeenCalled();
      expect(timers).toHaveBeenCalledTimes(CALLS);
      const response = await session.httpGet("plain");
      expect([response.header("Content-Length"), response.header("x-none")]).toEqual([expect.any(String), undefined]);
      expect(made).toEqual(nothing);
      expect(response.headers.get("content-length")).toBe(response.header("content-length"));
      expect(made).toEqual({ ...nothing, Headers: 1 });
    },
  );

  test("listens once to a signal that many calls share", async () => {
    await using session = new AsyncSession({ url: server.origin, limits: { maxKeepAlive: CALLS } });
    // Connections have costs of their own; after this they are there.
    await session.all(Array<string>(CALLS).fill(`hold?count=${CALLS}`));
    const { signal } = new AbortController();
    const made = counting(...PLATFORM);
    const listening = vi.spyOn(signal, "addEventListener");
    await Promise.all(Array.from({ length: CALLS }, () => session.httpGet("plain", { signal, timeout: 5_000 })));
    expect(made).toEqual(nothing);
    expect(listening).toHaveBeenCalledTimes(1);
  });

  test.each(["node", "undici"] as const)("reads what comes where it lies, past the stream (%s)", async (client) => {
    const transport = nodeTransport(connectionDefaults, { client });
    await using session = new AsyncSession({ url: server.origin, transport });
    await session.httpGet("plain");
    const pushed = vi.spyOn(Readable.prototype, "push");
    for (let index = 0; index < CALLS; index += 1) (await session.httpGet("bytes?size=200000")).raiseForStatus();
    expect(pushed.mock.contexts.filter((stream) => stream instanceof Socket)).toEqual([]);
    await transport.close(true);
  });

  test("leaves nothing of a small file to the disk's threads", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-costs-"));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    await using session = new AsyncSession({ url: server.origin });
    let left = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === "FSREQCALLBACK") left += 1;
      },
    }).enable();
    onTestFinished(() => void hook.disable());
    const each: number[] = [];
    for (let index = 0; index < CALLS; index += 1) {
      left = 0;
      await session.download("plain", join(directory, `${index}`));
      each.push(left);
    }
    // Not of every one: where the disk takes long for once, that is left to them too.
    expect(Math.min(...each)).toBe(0);
  });
});

describe("what calls leave behind", () => {
  /** Calls in a measure: several collections of young memory. */
  const MANY = 5_000;

  /** Bytes that outlived the collections of young memory: only a full one frees them. */
  const old = (): number =>
    getHeapSpaceStatistics()
      .filter(({ space_name }) => space_name === "old_space" || space_name === "large_object_space")
      .reduce((sum, { space_used_size }) => sum + space_used_size, 0);

  /** A full collection. */
  function collector(): () => void {
    setFlagsFromString("--expose-gc");
    const collect: unknown = runInNewContext("gc");
    if (typeof collect !== "function") throw new TypeError("There is no way to collect.");
    return () => collect();
  }

  async function gotBy(session: AsyncSession, signal?: AbortSignal, collect?: () => void): Promise<void> {
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun < MANY) {
        begun += 1;
        if (begun % (MANY / 10) === 0) collect?.();
        (await session.httpGet("plain", { signal })).raiseForStatus().json();
      }
    };
    await Promise.all(Array.from({ length: 50 }, lane));
  }

  test.each([
    ["50 at once", {}, undefined],
    ["50 at once, on 10 connections", { limits: { maxConnections: 10 } }, undefined],
    ["50 at once, with a signal that they share", {}, new AbortController().signal],
  ])("no collection of young memory has to keep: %s", async (_name, options, signal) => {
    const collect = collector();
    await using session = new AsyncSession({ url: server.origin, ...options });
    // What calls under way hold becomes old, as it does now and then in any program that runs for a while.
    await gotBy(session, signal, collect);
    const before = old();
    await gotBy(session, signal);
    // Each has made some 8 kB.
    expect((old() - before) / MANY).toBeLessThan(800);
  });

  test("who waits for a credential that another call gets holds 2 kB at most", async () => {
    const collect = collector();
    const issued = new Signal();
    const passes = new SharedRefresh<Credential>();
    function* issue(): Flow<Credential> {
      yield* wait(issued);
      return { headers: { authorization: "Bearer t0ken" } };
    }
    const auth: AuthStrategy = {
      name: "slow",
      credential: (context) => passes.get(context, issue),
      refused: () => ready(false),
    };
    const session = new AsyncSession({ url: server.origin, auth });
    const get = (): Promise<unknown> => session.httpGet("plain");
    // What the first ones make is compiled code too.
    const early = Array.from({ length: 500 }, get);
    collect();
    const before = process.memoryUsage().heapUsed;
    const waiting = Array.from({ length: MANY }, get);
    collect();
    expect((process.memoryUsage().heapUsed - before) / MANY).toBeLessThan(2_000);
    const ended = Promise.allSettled([...early, ...waiting]);
    await session.close();
    for (const end of await ended) expect(end).toMatchObject({ reason: { code: "closed" } });
    // The run goes on for other sessions of the same strategy; this one has none.
    issued.raise();
  });
});

describe("a call of the blocking twin", () => {
  test("wakes the other thread once at most, and makes nothing of the platform's", () => {
    using session = new Session({ url: server.origin });
    session.httpGet("plain");
    const made = counting(...PLATFORM);
    const posted = vi.spyOn(MessagePort.prototype, "postMessage");
    const timers = vi.spyOn(globalThis, "setTimeout");
    for (let index = 0; index < CALLS; index += 1) session.httpGet("plain").raiseForStatus().json();
    // A thread that still looks is not woken at all.
    expect(posted.mock.calls.length).toBeLessThanOrEqual(CALLS);
    // What it asks for lies in shared memory: the message has nothing in it that would be copied.
    for (const message of posted.mock.calls) expect(message).toEqual([LETTER]);
    expect(made).toEqual(nothing);
    expect(timers).not.toHaveBeenCalled();
  });

  // Where no core is free, nobody looks: see lookout.ts.
  test.runIf(spareCore)("need not wake a thread that still looks for it", () => {
    using session = new Session({ url: server.origin });
    const posted = vi.spyOn(MessagePort.prototype, "postMessage");
    let calls = 0;
    // On a busy machine threads look in vain, and rest in between: but they look again.
    for (; posted.mock.calls.length === calls && calls < 100 * CALLS; calls += 1) session.httpGet("plain");
    expect(posted.mock.calls.length).toBeLessThan(calls);
  });

  test("of a batch shares its waking with all that begin together", () => {
    using session = new Session({ url: server.origin });
    session.httpGet("plain");
    const posted = vi.spyOn(MessagePort.prototype, "postMessage");
    // None is answered before all have come.
    const items = session.all(Array<string>(CALLS).fill(`hold?count=${CALLS}`), { maxConcurrency: CALLS });
    expect(items.every(({ response }) => response?.ok)).toBe(true);
    expect(posted.mock.calls.length).toBeLessThanOrEqual(1);
  });

  test("hands large bodies over instead of copying them", () => {
    using session = new Session({ url: server.origin });
    const size = 1_000_000;
    const { content } = session.httpGet(`bytes?size=${size}`);
    // Memory of its own, exactly as much: nothing was cut out of it, and nothing more is held by it.
    expect([content.length, content.byteOffset, content.buffer.byteLength]).toEqual([size, 0, size]);
    const posted = vi.spyOn(MessagePort.prototype, "postMessage");
    const body = new Uint8Array(size);
    session.httpPost("echo", { body });
    // What was handed over is empty here.
    expect(posted.mock.calls.map(([, handed]) => Array.isArray(handed) && handed.map(sizeOf))).toEqual([[0]]);
    expect(body.length).toBe(size);
  });
});
