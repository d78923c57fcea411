import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { AsyncSession, LatchkeyError, Session, type SessionOptions, StatusError } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Door, type FaultProxy, startFaultProxy } from "../wire/faultProxy.ts";
import type { BombReport } from "./bombProgram.ts";

const MEBIBYTE = 1024 * 1024;

let proxy: FaultProxy;
let door: Door;

beforeAll(() => {
  proxy = startFaultProxy();
});

beforeEach(async () => {
  door = await proxy.door("http://127.0.0.1:9");
});

afterAll(() => proxy.close());

const answer = (
  status: number,
  body: string,
  headers: Record<string, string | readonly string[]> = {},
): Promise<void> =>
  door.spoil({
    fault: { play: "answer", status, headers: { "content-type": "application/json", ...headers }, body },
    path: "",
  });

describe.each(["async", "blocking"] as const)("the %s twin", (mode) => {
  const open = (options: Partial<SessionOptions> = {}): AsyncSession => {
    const all = { url: door.origin, retry: false, ...options } as const;
    return mode === "async" ? new AsyncSession(all) : promised<AsyncSession>(new Session(all));
  };

  test("10,000 Set-Cookie headers are refused, or cost one bounded Cookie header", async () => {
    const flood = Array.from({ length: 10_000 }, (_, index) => `c${index}=${"v".repeat(20)}; Path=/`);
    await answer(200, "{}", { "set-cookie": flood });
    const careful = open();
    await expect(careful.httpGet("x")).rejects.toMatchObject({ name: "TransportError", code: "protocol" });
    await careful.close();
    const patient = open({ limits: { maxHeaderBytes: MEBIBYTE } });
    await patient.httpGet("x");
    await answer(200, "{}");
    await patient.httpGet("x");
    await patient.close();
    const [, , second = ""] = (await door.record()).heads;
    expect(second.length).toBeGreaterThan(1_000);
    expect(second.length).toBeLessThan(9 * 1024);
  });

  test("JSON may be nested as deep as a body is long: reading it neither overflows nor crashes", async () => {
    const depth = 200_000;
    await answer(200, "[".repeat(depth) + "]".repeat(depth));
    const session = open();
    const read = (await session.httpGet("x")).raiseForStatus().json();
    expect(Array.isArray(read)).toBe(true);
    await answer(400, `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
    const refused = await session.httpGet("x");
    expect(() => refused.raiseForStatus()).toThrow(StatusError);
    await session.close();
  });

  test("a Retry-After of a year is told at once, not waited for", async () => {
    await answer(429, "{}", { "retry-after": "31536000" });
    const session = open({ retry: {} });
    const response = await session.httpGet("x");
    expect(response.attempts).toBe(1);
    expect(() => response.raiseForStatus()).toThrow(expect.objectContaining({ retryAfter: 31_536_000_000 }));
    await session.close();
  });

  test("a handshake that nobody answers leaves time for another: a third of the whole is enough", async () => {
    const session = open({ url: door.origin.replace("http:", "https:"), timeout: 1_500, retry: { attempts: 2 } });
    await door.take("hold");
    await expect(session.httpPost("x")).rejects.toMatchObject({ code: "timeout", attempts: 2, sent: false });
    await session.close();
    expect((await door.record()).connections).toBe(2);
  });

  test("an option that is no number within its bounds is refused: none means without limit", () => {
    for (const value of [Number.NaN, -1, 0, Infinity, "5", null]) {
      const wrong = [
        { timeout: value },
        { limits: { maxBytes: value } },
        { limits: { maxHeaderBytes: value } },
        { maxConcurrency: value },
      ];
      for (const options of wrong) {
        // Wrong on purpose: what plain JavaScript could pass.
        expect(() => open(options as Partial<SessionOptions>)).toThrow(LatchkeyError);
      }
    }
  });
});

test("a gigabyte of compressed zeros ends in an error, in memory and on disk, and costs little memory", {
  timeout: 120_000,
}, async () => {
  const child = fork(fileURLToPath(new URL("./bombProgram.js", import.meta.url)), { execArgv: [] });
  const reports: BombReport[] = [];
  child.on("message", (told: BombReport) => reports.push(told));
  const [status]: unknown[] = await once(child, "exit");
  expect(status).toBe(0);
  expect(reports[0]?.codes).toEqual(Array(4).fill("too-large"));
  expect(reports[0]?.left).toEqual([]);
  // The body limit is 64 MiB: twice of it in each of two threads, and what Node itself takes.
  expect(reports[0]?.grown).toBeLessThan(400 * MEBIBYTE);
});
