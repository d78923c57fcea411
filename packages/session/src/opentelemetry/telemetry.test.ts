import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { DiagLogLevel, diag, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clientCredentials } from "../auth/clientCredentials.ts";
import { TransportError } from "../errors/transportError.ts";
import type { ChannelName } from "../telemetry/channelNames.ts";
import type { AttemptEvent } from "../telemetry/events.ts";
import { type Observed, observed } from "../testbed/observed.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { type Telemetry, type TelemetryOptions, telemetry } from "./telemetry.ts";

const ACCOUNT = { tokenUrl: "http://localhost/api/oauth/token", clientId: "id", clientSecret: "canary-secret" };

let sdk: Observed;
let running: Telemetry;

beforeEach(() => {
  sdk = observed();
  start();
});

afterEach(async () => {
  running.stop();
  await sdk.stop();
});

function start(options: TelemetryOptions = {}): void {
  running?.stop();
  running = telemetry({ meterProvider: sdk.meterProvider, ...options });
}

/** Another listener of a channel; returns how to stop. */
function listen(name: ChannelName, listener: (event: unknown) => void): () => void {
  subscribe(name, listener);
  return () => void unsubscribe(name, listener);
}

/** Spans below a span, in the order in which they ended: of attempts, that in which they were made. */
function childrenOf(parent: ReadableSpan | undefined): ReadableSpan[] {
  return sdk.spans().filter((span) => span.parentSpanContext?.spanId === parent?.spanContext().spanId);
}

const roots = (): ReadableSpan[] => sdk.spans().filter((span) => span.parentSpanContext === undefined);

describe.each(sessionTwins)("telemetry of the $twin twin", ({ open, make }) => {
  test("a span for the call, and one for each attempt, by the conventions", async () => {
    const { session } = open([{ status: 503 }, { json: {} }]);
    await session.httpGet("things/1?key=canary");
    const [call] = roots();
    expect(call).toMatchObject({
      name: "session GET",
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(call?.attributes).toMatchObject({
      "latchkey.session": "session",
      "latchkey.cid": session.cid,
      "latchkey.endpoint": "things/1",
      "latchkey.attempts": 2,
      "latchkey.credential.strategy": "anonymous",
      "latchkey.credential.source": "none",
      "http.request.method": "GET",
      "http.response.status_code": 200,
    });
    expect(call?.attributes["latchkey.wait.back_off"]).toBeGreaterThan(0);
    const [first, second, ...more] = childrenOf(call);
    const common = {
      "http.request.method": "GET",
      "server.address": "localhost",
      "server.port": 80,
      "url.full": "http://localhost/api/things/1?key",
      "latchkey.request.purpose": "request",
    };
    expect(first).toMatchObject({ name: "GET", kind: SpanKind.CLIENT, status: { code: SpanStatusCode.ERROR } });
    expect(first?.attributes).toEqual({ ...common, "http.response.status_code": 503, "error.type": "503" });
    expect(second).toMatchObject({ name: "GET", kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } });
    expect(second?.attributes).toEqual({
      ...common,
      "http.response.status_code": 200,
      "http.request.resend_count": 1,
    });
    expect(more).toEqual([]);
  });

  test("failures are told by their code", async () => {
    const { session } = open([new TransportError("tls", "self-signed")]);
    await failureOf(session.httpGet("things"));
    for (const span of sdk.spans()) {
      expect(span.attributes["error.type"]).toBe("tls");
      expect(span.status.code).toBe(SpanStatusCode.ERROR);
    }
    expect(sdk.spans()).toHaveLength(2);
  });

  test("token requests are below the call that needed them", async () => {
    const issuer = new TokenIssuer();
    const session = make({
      url: "http://localhost/api",
      transport: scriptedTransport(issuer.script),
      auth: clientCredentials(ACCOUNT),
    });
    await session.httpGet("things");
    issuer.valid = "another";
    await session.httpGet("things");
    const [first, second] = roots();
    const shape = (span: ReadableSpan): unknown[] => [
      span.name,
      span.attributes["latchkey.request.purpose"],
      span.attributes["http.response.status_code"],
      span.attributes["http.request.resend_count"],
    ];
    expect(childrenOf(first).map(shape)).toEqual([
      ["POST", "credential", 200, undefined],
      ["GET", "request", 200, undefined],
    ]);
    expect(childrenOf(second).map(shape)).toEqual([
      ["GET", "request", 401, undefined],
      ["POST", "credential", 200, undefined],
      ["GET", "request", 200, 1],
    ]);
    expect(second?.attributes).toMatchObject({
      "latchkey.credential.source": "refresh",
      "latchkey.credential.obtained": "by this call",
    });
    const shown = JSON.stringify(sdk.spans().map(({ name, attributes, events }) => ({ name, attributes, events })));
    expect(shown).not.toMatch(/canary|Bearer|T1|T2/);
  });

  test("the parent is the caller's own span, also of what a batch sends later", async () => {
    const tracer = trace.getTracer("test");
    const { session } = open(() => ({ delay: 5 }), { maxConcurrency: 1 });
    const batch = (name: string): Promise<unknown> =>
      tracer.startActiveSpan(name, async (span) => {
        await session.all(["things/1", "things/2", "things/3"]);
        span.end();
      });
    await Promise.all([batch("one"), batch("two")]);
    for (const root of roots()) expect(childrenOf(root).map(({ name }) => name)).toEqual(Array(3).fill("session GET"));
    expect(roots().map(({ name }) => name)).toEqual(["one", "two"]);
  });

  test("the context of the attempt goes along when asked, to no other server", async () => {
    const { session, transport } = open([{ status: 503 }, {}, {}]);
    await session.httpGet("things");
    expect(transport.requests[0]?.headers).not.toHaveProperty("traceparent");
    start({ propagate: true });
    await session.httpGet("things");
    const [attempt] = childrenOf(roots().at(-1));
    const { traceId = "", spanId = "" } = attempt?.spanContext() ?? {};
    expect(transport.requests[2]?.headers["traceparent"]).toBe(`00-${traceId}-${spanId}-01`);
    const tokens = scriptedTransport((request) =>
      request.method === "POST" ? { json: { access_token: "T1", token_type: "Bearer" } } : {},
    );
    const auth = clientCredentials({ ...ACCOUNT, tokenUrl: "http://127.0.0.1/oauth/token" });
    await make({ url: "http://localhost/api", transport: tokens, auth }).httpGet("things");
    expect(tokens.requests.map(({ headers }) => "traceparent" in headers)).toEqual([false, true]);
  });

  test("metrics: the convention's, and ours", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 40;
    const session = make({
      url: "http://localhost/api",
      transport: scriptedTransport(issuer.script),
      auth: clientCredentials(ACCOUNT),
    });
    await session.httpGet("things");
    issuer.valid = "another";
    await session.httpGet("things");
    const server = { "server.address": "localhost", "server.port": 80 };
    const measured = await sdk.measured();
    const get = { "http.request.method": "GET", ...server };
    const of = (metric: string) => measured.filter((entry) => entry.metric === metric);
    expect(of("http.client.request.duration")).toEqual(
      [
        { attributes: { "http.request.method": "POST", ...server, "http.response.status_code": 200 }, value: 2 },
        { attributes: { ...get, "http.response.status_code": 200 }, value: 2 },
        { attributes: { ...get, "http.response.status_code": 401, "error.type": "401" }, value: 1 },
      ].map((entry) => ({ metric: "http.client.request.duration", unit: "s", ...entry })),
    );
    expect(await sdk.boundaries("http.client.request.duration")).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]);
    const ours = { "latchkey.session": "session" };
    expect(of("latchkey.call.duration")).toMatchObject([
      { unit: "s", attributes: { ...ours, "http.request.method": "GET", "http.response.status_code": 200 }, value: 2 },
    ]);
    expect(of("latchkey.call.wait")).toMatchObject([
      { unit: "s", attributes: { ...ours, "latchkey.wait.for": "credential" }, value: 2 },
    ]);
    expect(of("latchkey.resends")).toMatchObject([
      { attributes: { ...ours, "latchkey.resend.reason": "credential" }, value: 1 },
    ]);
    const strategy = { "latchkey.credential.strategy": "clientCredentials" };
    expect(of("latchkey.credentials")).toMatchObject([
      { attributes: { ...ours, ...strategy, "latchkey.credential.source": "login" }, value: 1 },
      { attributes: { ...ours, ...strategy, "latchkey.credential.source": "refresh" }, value: 1 },
    ]);
  });

  test("an endpoint's name is the span's and the metric's", async () => {
    start({ urlTemplate: ({ url }) => url.replace(/\d+/g, "{id}").replace("http://localhost/api/", "") });
    const { session } = open([{}]);
    await session.httpGet("things/7");
    const [call] = roots();
    expect(childrenOf(call)).toMatchObject([
      { name: "GET things/{id}", attributes: { "url.template": "things/{id}" } },
    ]);
    const [first] = (await sdk.measured()).filter(({ metric }) => metric === "http.client.request.duration");
    expect(first?.attributes).toMatchObject({ "url.template": "things/{id}" });
  });

  test("methods that anybody may invent have one name", async () => {
    const { session } = open([{}]);
    await session.sendRequest("PURGE", "things");
    expect(childrenOf(roots()[0])).toMatchObject([
      { name: "HTTP", attributes: { "http.request.method": "_OTHER", "http.request.method_original": "PURGE" } },
    ]);
  });

  test("a name that cannot be given is none, and the application goes on", async () => {
    const told = vi.fn();
    diag.setLogger({ error: told, warn: told, info: told, debug: told, verbose: told }, DiagLogLevel.ERROR);
    start({
      urlTemplate: () => {
        throw new Error("no such route");
      },
    });
    const { session } = open([{}]);
    await session.httpGet("things/7");
    diag.disable();
    expect(sdk.spans().map(({ name }) => name)).toEqual(["GET", "session GET"]);
    expect(told).toHaveBeenCalled();
  });

  test("a call that began before it touches no span of others", async () => {
    running.stop();
    const ends = listen("latchkey:request:end", () => {});
    const { session } = open(() => {
      start();
      return {};
    });
    await trace.getTracer("test").startActiveSpan("mine", async (span) => {
      await session.httpGet("things");
      expect(span.isRecording()).toBe(true);
      span.end();
    });
    ends();
    expect(sdk.spans()).toMatchObject([{ name: "mine", attributes: {} }]);
  });

  test("spans end where a listener adds what cannot be sent", async () => {
    const ends = listen("latchkey:attempt:start", (event) => {
      (event as AttemptEvent).headers["host"] = "elsewhere";
    });
    const { session } = open([{}]);
    await failureOf(session.httpGet("things"));
    ends();
    const shape = sdk.spans().map(({ name, attributes }) => [name, attributes["error.type"]]);
    expect(shape).toEqual([
      ["GET", "option"],
      ["session GET", "option"],
    ]);
  });

  test("a DELETE whose first answer was lost has done its work", async () => {
    const { session } = open([{ status: 502 }, { status: 404 }]);
    expect((await session.httpDelete("things/7")).ok).toBe(true);
    const [call] = roots();
    expect(call).toMatchObject({ status: { code: SpanStatusCode.UNSET } });
    expect(call?.attributes).not.toHaveProperty("error.type");
    expect(childrenOf(call).map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
  });

  test("nothing after it was stopped", async () => {
    running.stop();
    const { session } = open([{}]);
    await session.httpGet("things");
    expect(sdk.spans()).toEqual([]);
  });
});

test("options that are none are refused", () => {
  expect(() => telemetry({ propagte: true } as TelemetryOptions)).toThrow(/propagte/);
  expect(() => telemetry({ tracerProvider: {} } as TelemetryOptions)).toThrow(/tracerProvider/);
});
