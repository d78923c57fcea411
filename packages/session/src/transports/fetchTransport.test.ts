import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runAsync } from "../driver/runAsync.ts";
import { AsyncSession } from "../session/asyncSession.ts";
import { exchange, failureOf, type TestedTransport, textOf } from "../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { patternOf } from "../testbed/faults.ts";
import { fetchTransport } from "./fetchTransport.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const transport = fetchTransport();
const tested: TestedTransport = { transport, run: (flow) => runAsync(flow, transport) };
const get = (path: string, parts: Parameters<typeof exchange>[3] = {}) => exchange(tested, server.origin, path, parts);

describe("a fetch transport", () => {
  test("returns status, headers and body", async () => {
    const reply = await get("/status/x?code=404");
    expect(reply).toMatchObject({ status: 404, url: `${server.origin}/status/x` });
    expect(reply.headers.get("content-length")).toBe("4");
    expect(textOf(reply)).toBe("body");
    expect(Buffer.compare((await get("/bytes?size=300000")).body, patternOf(300_000))).toBe(0);
  });

  test("does not follow redirects", async () => {
    const reply = await get("/status?code=302&location=/plain");
    expect(reply).toMatchObject({ status: 302, url: `${server.origin}/status` });
    expect(reply.headers.get("location")).toBe("/plain");
  });

  test("sends every kind of body that a browser has", async () => {
    const post = async (body: NonNullable<Parameters<typeof exchange>[3]>["body"]) =>
      JSON.parse(textOf(await get("/echo", { method: "POST", body }))).size;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield patternOf(4_000);
      yield patternOf(3_000);
    }
    const bytes = { kind: "bytes", bytes: patternOf(1_000) } as const;
    const blob = { kind: "blob", blob: new Blob([patternOf(500)]) } as const;
    expect(await post(bytes)).toBe(1_000);
    expect(await post(blob)).toBe(500);
    expect(await post({ kind: "stream", stream: chunks(), size: undefined })).toBe(7_000);
    expect(await post({ kind: "pieces", pieces: [bytes, blob] })).toBe(1_500);
    const streamed = { kind: "stream", stream: chunks(), size: undefined } as const;
    expect(await post({ kind: "pieces", pieces: [bytes, blob, streamed] })).toBe(8_500);
  });

  test("gives a stream's own error back", async () => {
    const own = new Error("own");
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield patternOf(4_000);
      throw own;
    }
    const stream = () => ({ kind: "stream", stream: failing(), size: undefined }) as const;
    for (const body of [stream(), { kind: "pieces", pieces: [stream()] } as const]) {
      expect(await failureOf(get("/echo", { method: "POST", body }))).toBe(own);
    }
  });

  test.each(["GET", "HEAD"])("refuses a body with %s, which fetch does not send", async (method) => {
    const body = { kind: "bytes", bytes: patternOf(10) } as const;
    const error = await failureOf(get("/echo", { method, body }));
    expect(error).toMatchObject({ name: "UsageError", code: "body", sent: false });
    expect(String(error)).toContain(method);
  });

  test("refuses files, both ways", async () => {
    const save = { file: "/tmp/x", existing: "replace" } as const;
    expect(await failureOf(get("/plain", { save }))).toMatchObject({ name: "UsageError", code: "option" });
    const body = { kind: "file", path: "/tmp/x" } as const;
    const error = await failureOf(get("/echo", { method: "POST", body }));
    expect(error).toMatchObject({ name: "UsageError", code: "body" });
  });

  test("refuses to tell of progress, which it cannot know", async () => {
    await using session = new AsyncSession({ url: server.origin, transport });
    const upload = session.httpPost("echo", { body: "text", onUploadProgress: () => {} });
    expect(await failureOf(upload)).toMatchObject({ name: "UsageError", code: "option", sent: false });
    expect(await failureOf(upload)).toMatchObject({ message: expect.stringContaining("onUploadProgress") });
  });

  test("bounds the body and the time", async () => {
    expect(await failureOf(get("/bytes?size=1001", { maxBytes: 1_000 }))).toMatchObject({ code: "too-large" });
    expect(await failureOf(get("/stall?stage=body", { timeout: 100 }))).toMatchObject({ code: "timeout", sent: true });
    expect(await failureOf(get("/stall?stage=body", { idle: 100 }))).toMatchObject({ code: "timeout", sent: true });
  });

  test("lets go of what came too late", async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const watched = fetchTransport({
      fetch: (url, init) => {
        signals.push(init?.signal);
        return fetch(url, init);
      },
    });
    const run: TestedTransport["run"] = (flow) => runAsync(flow, watched);
    for (const stage of ["head", "body"]) {
      const late = exchange({ transport: watched, run }, server.origin, `/stall?stage=${stage}`, { timeout: 100 });
      expect(await failureOf(late)).toMatchObject({ code: "timeout" });
    }
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  test("says what a failure may be that nobody explains", async () => {
    const error = await failureOf(exchange(tested, "http://127.0.0.1:1", "/"));
    expect(error).toMatchObject({ code: "connect", sent: true, hint: expect.stringContaining("certificate") });
    expect(await failureOf(get("/cut?framing=cl&size=1000"))).toMatchObject({ code: "truncated" });
  });

  test("tells a page of another origin what the server must answer with", async () => {
    vi.stubGlobal("location", { origin: "http://page.example" });
    try {
      const error = await failureOf(exchange(tested, "http://127.0.0.1:1", "/", { headers: { "x-cid": "1" } }));
      expect(error).toMatchObject({
        message: expect.stringContaining("CORS"),
        hint: expect.stringContaining("-Origin: http://page.example; Access-Control-Allow-Headers: x-cid."),
      });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("leaves to a browser the headers that are the browser's", async () => {
    const seen: string[][] = [];
    const browser = fetchTransport({
      credentials: "include",
      fetch: async (_url, init) => {
        seen.push([init?.credentials ?? "", ...new Headers(init?.headers).keys()]);
        return new Response();
      },
    });
    const run: TestedTransport["run"] = (flow) => runAsync(flow, browser);
    const headers = { cookie: "a=1", referer: server.origin, "x-cid": "1" };
    await exchange({ transport: browser, run }, server.origin, "/", { headers });
    expect(seen).toEqual([["include", "x-cid"]]);
  });

  test("does not guess at a redirect that a browser hides", async () => {
    const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
    const browser = fetchTransport({ fetch: async () => hidden });
    const run: TestedTransport["run"] = (flow) => runAsync(flow, browser);
    const error = await failureOf(exchange({ transport: browser, run }, server.origin, "/"));
    expect(error).toMatchObject({ code: "redirect", sent: true });
  });

  test("ends what is under way when it is closed by force", async () => {
    const own = fetchTransport();
    const waiting = failureOf(
      exchange({ transport: own, run: (flow) => runAsync(flow, own) }, server.origin, "/stall?stage=body"),
    );
    await own.close(true);
    expect(await waiting).toMatchObject({ code: "aborted" });
  });
});
