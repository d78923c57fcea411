import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import { fetchTransport } from "../transports/fetchTransport.ts";
import { AsyncSession } from "./asyncSession.ts";
import { Session } from "./session.ts";
import type { SessionOptions } from "./sessionOptions.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const body = new Uint8Array(100_000);
const underWay = {
  name: "UsageError",
  code: "closed",
  message: expect.stringContaining("while the call was under way"),
};

describe.each(sessionTwins)("closing the $twin session, over its own connections,", ({ make }) => {
  const open = (options: Partial<SessionOptions> = {}): AsyncSession => make({ url: server.origin, ...options });

  test("tells a call that had left what it was, and that the server may have acted on it", async () => {
    const session = open();
    const error = await failureOf(session.httpPost("stall", { body, onUploadProgress: () => void session.close() }));
    const url = `${server.origin}/stall`;
    expect(error).toMatchObject({ ...underWay, sent: true, method: "POST", url, cid: session.cid });
    expect(error).toHaveProperty("hint", "The server may have acted on it.");
  });

  test("tells a call that had not left that nothing was sent", async () => {
    const session = open({ maxConcurrency: 1 });
    const leaving = { method: "POST", endpoint: "stall", body, onUploadProgress: () => void session.close() };
    const [first, second] = await session.all([leaving, "plain"]);
    expect(first?.error).toMatchObject({ ...underWay, sent: true, method: "POST" });
    expect(second?.error).toMatchObject({ ...underWay, sent: false, method: "GET", cid: session.cid });
  });
});

describe.each(sessionTwins)("progress of an upload of the $twin session", ({ make }) => {
  test("is told to a function that does not wait; one that does ends the call, and no process", async () => {
    const session = make({ url: server.origin });
    // What linters refuse, and the compiler takes.
    const onUploadProgress = (): unknown => Promise.reject(new Error("nobody hears it"));
    const error = await failureOf(session.httpPost("echo", { body, onUploadProgress }));
    const message = "onUploadProgress returned a promise, which nobody waits for.";
    expect(error).toMatchObject({ name: "UsageError", code: "promise", message });
    expect((await session.httpPost("echo", { body })).status).toBe(200);
    await session.close();
  });
});

test.each<[string, (fn: never) => unknown]>([
  ["AsyncSession", (fn) => AsyncSession.with({ url: server.origin }, fn)],
  ["Session", (fn) => Session.with({ url: server.origin }, fn)],
])("%s.with says that it was given no function", async (_name, begin) => {
  const beginWith = async (fn: unknown): Promise<unknown> => begin(fn as never); // As JavaScript may call it.
  expect(await failureOf(beginWith(undefined))).toMatchObject({ name: "UsageError", message: "fn is missing." });
  expect(await failureOf(beginWith({}))).toMatchObject({ message: "fn must be a function, not an object." });
});

test("with makes a session of the class that it is called on", async () => {
  class Api extends AsyncSession {
    plain = async () => (await this.httpGet("plain")).status;
  }
  class BlockingApi extends Session {
    plain = () => this.httpGet("plain").status;
  }
  expect(await Api.with({ url: server.origin }, (api) => api.plain())).toBe(200);
  expect(BlockingApi.with({ url: server.origin }, (api) => api.plain())).toBe(200);
});

test.each<[string, <T>(fn: (session: AsyncSession | Session) => Promise<T>) => Promise<T>]>([
  ["AsyncSession", (fn) => AsyncSession.with({ url: server.origin }, fn)],
  ["Session", (fn) => Session.with({ url: server.origin }, fn)],
])("%s.with closes the session once what its function promised is settled, either way", async (_name, begin) => {
  const failure = new Error("The function failed.");
  const seen: (AsyncSession | Session)[] = [];
  const status = await begin(async (session) => {
    seen.push(session);
    await Promise.resolve();
    return (await session.httpGet("plain")).status;
  });
  expect(status).toBe(200);
  const failing = begin(async (session) => {
    seen.push(session);
    await Promise.resolve();
    expect((await session.httpGet("plain")).status).toBe(200);
    throw failure;
  });
  expect(await failureOf(failing)).toBe(failure);
  expect(seen).toHaveLength(2);
  for (const session of seen) {
    expect(await failureOf((async () => session.httpGet("plain"))())).toMatchObject({ code: "closed" });
  }
});

describe("a session over fetch", () => {
  test("tells a call that had left, when it is closed or aborted, that the server may have acted on it", async () => {
    const endings: Record<string, (session: AsyncSession, caller: AbortController) => void> = {
      closed: (session) => void session.close(),
      aborted: (_, caller) => caller.abort(),
    };
    for (const [code, end] of Object.entries(endings)) {
      const caller = new AbortController();
      const fetch = (): Promise<Response> => {
        end(session, caller);
        return new Promise(() => {});
      };
      const session = new AsyncSession({ url: server.origin, transport: fetchTransport({ fetch }) });
      const error = await failureOf(session.httpPost("things", { json: {}, signal: caller.signal }));
      expect(error).toMatchObject({ code, sent: true, method: "POST", cid: session.cid });
    }
  });
});
