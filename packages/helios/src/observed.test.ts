import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { LatchkeyError, memoryStore } from "@latchkey/session";
import { telemetry } from "@latchkey/session/opentelemetry";
import { SpanKind, trace } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AsyncHeliosSession } from "./asyncHeliosSession.ts";
import { failureOf, heliosTwins } from "./testbed/heliosTwins.ts";

let box: HeliosBox;
let session: AsyncHeliosSession;

beforeAll(async () => {
  box = await startHelios({ seed: 1, throttle: false, thread: true });
});
afterAll(() => box.close());
afterEach(async () => {
  await session.close();
  await box.clearFaults();
});

const CAMERAS = { match: { path: /\/cameras/ } } as const;

describe.each(heliosTwins)("what the $twin session tells of itself", ({ make }) => {
  beforeEach(() => {
    session = make({ apiUrl: box.url, ...box.credentials, store: memoryStore(), retry: { firstDelay: 1 } });
  });

  test("the first call: a token that was asked for, over one new connection", async () => {
    const response = await session.sendRequest("GET", "cameras?limit=1");
    const { credential, waits, attempts, connection, bytes, redirects, cid } = response.explain();
    expect(credential).toEqual({
      strategy: "helios",
      source: "login",
      obtained: "by this call",
      storeHit: false,
    });
    expect(waits.credential).toBeGreaterThan(0);
    expect(attempts).toMatchObject([
      { purpose: "credential", method: "POST", url: `${box.url}/oauth/token`, status: 200, connection: "new" },
      { purpose: "request", method: "GET", url: `${box.url}/cameras?limit`, status: 200, connection: "reused" },
    ]);
    expect({ connection, bytes, redirects, cid }).toEqual({
      connection: "reused",
      bytes: response.content.length,
      redirects: 0,
      cid: session.cid,
    });
  });

  test("a 401, a 429 and a connection that was dropped, each with what came of it", async () => {
    await session.sendRequest("GET", "cameras?limit=1");
    await box.fault({ kind: "status", status: 401, ...CAMERAS });
    const refused = (await session.sendRequest("GET", "cameras?limit=1")).explain();
    expect(refused).toMatchObject({
      credential: { source: "refresh", obtained: "by this call" },
      attempts: [
        { purpose: "request", status: 401, resent: "credential" },
        { purpose: "credential", status: 200, connection: "reused" },
        { purpose: "request", status: 200 },
      ],
    });
    await box.fault({ kind: "status", status: 429, headers: { "Retry-After": "0" }, ...CAMERAS });
    const throttled = (await session.sendRequest("GET", "cameras?limit=1")).explain();
    expect(throttled).toMatchObject({
      credential: { source: "refresh", obtained: "before" },
      attempts: [{ status: 429, resent: "retry-after" }, { status: 200 }],
    });
    await box.fault({ kind: "drop", ...CAMERAS });
    const dropped = (await session.sendRequest("GET", "cameras?limit=1")).explain();
    expect(dropped).toMatchObject({
      connection: "new",
      attempts: [
        { status: undefined, error: "reset", resent: "error" },
        { status: 200, connection: "new" },
      ],
    });
  });

  test("what failed for good", async () => {
    await box.fault({ kind: "drop", times: 9, ...CAMERAS });
    const error = await failureOf(session.sendRequest("GET", "cameras?limit=1"));
    if (!(error instanceof LatchkeyError)) throw error;
    const explained = error.explain();
    expect(explained).toMatchObject({ error: "reset", status: undefined });
    const requests = explained?.attempts.filter(({ purpose }) => purpose === "request");
    expect(requests?.map((attempt) => attempt.error)).toEqual(["reset", "reset", "reset"]);
    const text = String(explained);
    for (const secret of [box.credentials.clientSecret, "Bearer", "authorization"]) expect(text).not.toContain(secret);
  });

  test("spans of a batch in which the token is renewed, below the caller's own", async () => {
    const spans = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
    provider.register();
    const running = telemetry({ propagate: true });
    try {
      await session.sendRequest("GET", "cameras?limit=1");
      spans.reset();
      await box.fault({ kind: "status", status: 401, ...CAMERAS });
      await trace.getTracer("test").startActiveSpan("report", async (span) => {
        await session.all(["cameras?limit=1", "cameras?limit=2", "cameras?limit=3"], { maxConcurrency: 1 });
        span.end();
      });
      const ended = spans.getFinishedSpans();
      const below = (parent: ReadableSpan | undefined): ReadableSpan[] =>
        ended.filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent?.spanContext().spanId);
      const report = ended.find(({ name }) => name === "report");
      const calls = below(report);
      expect(calls).toHaveLength(3);
      expect(calls.map(({ name, kind }) => [name, kind])).toEqual(
        Array.from(calls, () => ["helios GET", SpanKind.INTERNAL]),
      );
      expect(calls.map((call) => below(call).map(({ attributes }) => attributes["http.response.status_code"]))).toEqual(
        [[401, 200, 200], [200], [200]],
      );
      const { hostname, port } = new URL(box.url);
      for (const attempt of calls.flatMap(below)) {
        expect(attempt.kind).toBe(SpanKind.CLIENT);
        expect(attempt.attributes).toMatchObject({
          "server.address": hostname,
          "server.port": Number(port),
          "network.protocol.version": "1.1",
          "latchkey.connection": "reused",
        });
      }
    } finally {
      running.stop();
      await provider.shutdown();
      trace.disable();
    }
  });
});
