import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TransportError } from "../errors/transportError.ts";
import { all, send, sleep } from "../flow/flow.ts";
import { Signal } from "../flow/signal.ts";
import {
  exchange,
  failureOf,
  type RequestParts,
  requestTo,
  type TestedTransport,
  textOf,
  transportTwins,
} from "../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { malformed, patternOf } from "../testbed/faults.ts";
import { ACCEPTED_CODINGS } from "./bodies/contentCoding.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

describe.each(transportTwins)("an exchange of the $name twin", ({ open }) => {
  let tested: TestedTransport;
  beforeEach(() => {
    tested = open();
  });
  afterEach(() => tested.transport.close(true));

  const get = (path: string, parts: Parameters<typeof exchange>[3] = {}) =>
    exchange(tested, server.origin, path, parts);
  const failure = (path: string, parts: Parameters<typeof exchange>[3] = {}) => failureOf(get(path, parts));

  test("returns status, headers, body and the address without its query", async () => {
    const reply = await get("/status/x?code=404");
    expect(reply).toMatchObject({ status: 404, url: `${server.origin}/status/x` });
    expect(reply.headers.get("content-length")).toBe("4");
    expect(textOf(reply)).toBe("body");
  });

  test("loses no header field, however many there are", async () => {
    const reply = await get("/fields?count=3000");
    expect(Array.from({ length: 3_000 }, (_, index) => reply.headers.get(`x-${index}`))).toEqual(
      Array.from({ length: 3_000 }, (_, index) => String(index)),
    );
  });

  test("uses a connection again", async () => {
    const first = JSON.parse(textOf(await get("/plain")));
    const second = JSON.parse(textOf(await get("/plain")));
    expect(second).toEqual({ connection: first.connection, turn: first.turn + 1 });
  });

  test("uses a connection again for what a flow sends next", async () => {
    const seen = await tested.run(
      (function* () {
        const turns: number[] = [];
        for (let index = 0; index < 5; index += 1) {
          const reply = yield* send(requestTo(server.origin, "/plain"), performance.now() + 5_000);
          turns.push(JSON.parse(textOf(reply)).turn);
        }
        return turns;
      })(),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test.each(Object.keys(malformed))("refuses malformed HTTP and goes on (%s)", async (name) => {
    expect(await failure(`/malformed?case=${encodeURIComponent(name)}`)).toMatchObject({
      code: "protocol",
      sent: true,
      // In words, and not by the names that the clients have for it.
      message: expect.not.stringMatching(/HPE_|UND_ERR|Error/),
    });
    expect(JSON.parse(textOf(await get("/plain")))).toMatchObject({ turn: 1 });
  });

  test("never gives a response to another request", async () => {
    for (let round = 0; round < 20; round += 1) {
      expect(textOf(await get("/poison"))).toBe("mine");
      expect(JSON.parse(textOf(await get("/plain")))).toHaveProperty("connection");
    }
  });

  test.each([
    [100, 1],
    [100, 3],
    [102, 1],
    [103, 100],
    [100, 100],
  ])("skips interim responses (%i, %i times)", async (code, count) => {
    expect(textOf(await get(`/interim?code=${code}&count=${count}&slow=0`))).toBe("final");
  });

  test("skips interim responses that come a byte at a time", async () => {
    expect(textOf(await get("/interim?code=100&count=2&slow=1"))).toBe("final");
  });

  test("skips 100 wherever it comes among them", async () => {
    expect(textOf(await get("/interim?code=102&code=100&code=103&code=100&count=25&slow=0"))).toBe("final");
    expect(textOf(await get("/interim?code=102&code=100&count=1&slow=1"))).toBe("final");
    expect(JSON.parse(textOf(await get("/plain")))).toMatchObject({ turn: 3 });
  });

  test.each(["code=103&count=101", "code=100&count=101", "code=100&code=102&count=51"])(
    "gives up on a flood of interim responses (%s)",
    async (flood) => {
      const error = await failure(`/interim?${flood}&slow=0`);
      expect(error).toMatchObject({ code: "protocol", message: expect.stringContaining("too many interim ones") });
    },
  );

  test.each([
    ["nothing", "headers"],
    ["head", "headers"],
    ["body", "body"],
  ])("ends a stall after its time (%s)", async (stage, named) => {
    const error = await failure(`/stall?stage=${stage}`, { timeout: 300 });
    expect(error).toMatchObject({ code: "timeout", sent: true });
    expect(String(error)).toContain(`stage: ${named}`);
  });

  test("ends a trickle after its time", async () => {
    expect(await failure("/drip?stage=head", { timeout: 150 })).toMatchObject({ code: "timeout" });
    expect(await failure("/drip?stage=body", { timeout: 150 })).toMatchObject({ code: "timeout" });
  });

  test("lets a body stream as long as it moves", async () => {
    const idle = 250;
    // A byte each ms takes longer than that.
    expect((await get("/slow?size=400", { idle })).body.length).toBe(400);
    expect(String(await failure("/stall?stage=body", { idle }))).toContain("of silence");
  });

  test("reports a refused connection as not sent", async () => {
    const error = await failureOf(exchange(tested, "http://127.0.0.1:1", "/"));
    expect(error).toMatchObject({ code: "connect", sent: false });
    expect(String(error)).toContain("127.0.0.1:1 (ECONNREFUSED)");
  });

  test("reports an unknown host as not sent", async () => {
    const error = await failureOf(exchange(tested, "http://nowhere.invalid", "/"));
    expect(error).toMatchObject({ code: "connect", sent: false });
  });

  test("sends nothing when no time is left", async () => {
    expect(await failure("/plain", { timeout: -1 })).toMatchObject({ code: "timeout", sent: false });
  });

  test("reports a reset, and whether the connection had been kept", async () => {
    const first = await failure("/reset");
    expect(first).toMatchObject({ code: "reset", sent: true });
    expect(first).not.toHaveProperty("hint");
    await get("/once");
    const error = await failure("/once");
    expect(error).toMatchObject({ code: "reset", sent: true });
    expect(error).toHaveProperty("hint", expect.stringContaining("kept connection"));
  });

  test("carries many at once", async () => {
    const outcomes = await tested.run(
      all(50, () => send(requestTo(server.origin, "/hold?count=50"), performance.now() + 10_000)),
    );
    expect(outcomes.filter((outcome) => !("error" in outcome)).length).toBe(50);
  });

  test("queues what exceeds its connections", async () => {
    await tested.transport.close(true);
    tested = open({ maxConnections: 2 });
    const outcomes = await tested.run(
      all(20, () => send(requestTo(server.origin, "/plain"), performance.now() + 10_000)),
    );
    const connections = outcomes.map((outcome) => {
      if ("error" in outcome) throw outcome.error;
      return JSON.parse(textOf(outcome.value)).connection;
    });
    expect(new Set(connections).size).toBe(2);
  });

  test("finds the connections of a burst for the next, also those that it does not keep", async () => {
    await tested.transport.close(true);
    tested = open({ maxKeepAlive: 2 });
    const round = function* () {
      const outcomes = yield* all(6, () => send(requestTo(server.origin, "/hold?count=6"), performance.now() + 10_000));
      return outcomes.length;
    };
    await tested.run(round());
    const seen = new Set<number>();
    const outcomes = await tested.run(
      all(6, () => send(requestTo(server.origin, "/plain"), performance.now() + 10_000)),
    );
    let reused = 0;
    for (const outcome of outcomes) {
      if ("error" in outcome) throw outcome.error;
      const { connection, turn } = JSON.parse(textOf(outcome.value));
      if (turn === 2 && !seen.has(connection)) reused += 1;
      seen.add(connection);
    }
    expect(reused).toBe(6);
  });

  test("fails what is under way when it is closed by force, and whatever comes later", async () => {
    const closing = function* () {
      const outcomes = yield* all<unknown>(2, function* (index) {
        if (index === 0) return yield* send(requestTo(server.origin, "/stall?stage=body"), performance.now() + 10_000);
        yield* sleep(performance.now() + 100);
        void tested.transport.close(true);
        return undefined;
      });
      return outcomes[0];
    };
    expect(await tested.run(closing())).toMatchObject({ error: { code: "aborted", sent: true } });
    expect(await failure("/plain")).toMatchObject({ code: "aborted", sent: false });
  });

  test("gives the connection back of what is given up", async () => {
    const narrow = open({ maxConnections: 1 });
    const stop = new Signal();
    const stopping = function* () {
      yield* sleep(performance.now() + 50);
      stop.raise(new TransportError("aborted", "It was enough."));
    };
    const stalled = () => send(requestTo(server.origin, "/stall?stage=body"), performance.now() + 60_000);
    const [given] = await narrow.run(
      all<unknown>(2, (index) => (index === 0 ? all(1, stalled, { stop }) : stopping())),
    );
    expect(given).toMatchObject({ value: [{ error: { message: "It was enough." } }] });
    expect((await exchange(narrow, server.origin, "/plain")).status).toBe(200);
    await narrow.transport.close(true);
  });

  test("closes when what is under way has ended", async () => {
    const closing = open();
    await exchange(closing, server.origin, "/plain");
    const slow = exchange(closing, server.origin, "/slow?size=100");
    await closing.transport.close(false);
    expect((await slow).status).toBe(200);
  });

  test("keeps its errors free of what the runtime says", async () => {
    const error = await failure("/reset");
    expect(error).toBeInstanceOf(TransportError);
    expect(error).not.toHaveProperty("cause");
  });

  test.each([0, 1, 2_999, 3_000_000])("sends %i bytes as they are", async (size) => {
    const bytes = patternOf(size);
    const reply = await get("/echo", { method: "POST", body: { kind: "bytes", bytes } });
    const seen = JSON.parse(textOf(reply));
    expect(seen).toMatchObject({ size, sha: createHash("sha256").update(bytes).digest("hex") });
    expect(seen.lines).toContain(`content-length: ${size}`);
  });

  test("returns an answer that comes during the upload", async () => {
    const bytes = patternOf(20_000_000);
    const reply = await get("/refuse", { method: "POST", body: { kind: "bytes", bytes } });
    expect(reply.status).toBe(413);
    expect(textOf(reply)).toBe("no!");
  });

  test("hears the answer of a server that refuses an upload and closes, whatever the next write meets", async () => {
    for (const size of [300_000, 3_000_000, 20_000_000]) {
      for (let count = 0; count < 8; count += 1) {
        const reply = await get("/deny", { method: "POST", body: { kind: "bytes", bytes: patternOf(size) } });
        expect([reply.status, textOf(reply)]).toEqual([413, "no!"]);
      }
    }
    expect((await get("/plain")).status).toBe(200);
  });

  test("asks for the codings that it can undo, unless told otherwise", async () => {
    const lines = async (headers: Record<string, string>) => JSON.parse(textOf(await get("/echo", { headers }))).lines;
    expect(await lines({})).toContain(`accept-encoding: ${ACCEPTED_CODINGS}`);
    expect(await lines({ "accept-encoding": "identity" })).toContain("accept-encoding: identity");
    const range = "bytes=0-9";
    expect(await lines({ range })).toContain("accept-encoding: identity");
    expect(await lines({ range, "accept-encoding": "gzip" })).toContain("accept-encoding: gzip");
  });

  test.each<[string, RequestParts]>([
    ["a line break in a header", { headers: { "x-a": "S3CR3T\r\nx-b: 2" } }],
    ["a header without a name", { headers: { "": "S3CR3T" } }],
    ["a method that is none", { method: "GE T" }],
  ])("refuses to send %s, and goes on", async (_, parts) => {
    const error = await failureOf(get("/plain", parts));
    expect(error).toMatchObject({ name: "UsageError", code: "option" });
    expect(String(error)).not.toContain("S3CR3T");
    expect((await get("/plain")).status).toBe(200);
  });

  test("sends nothing that was put on Object.prototype", async () => {
    // Polluted for as long as one request takes.
    const prototype: Record<string, unknown> = Object.getPrototypeOf({});
    prototype["headers"] = { "x-evil": "1" };
    prototype["upgrade"] = "evil";
    prototype["accept-encoding"] = "evil";
    try {
      const { lines } = JSON.parse(textOf(await get("/echo", { headers: {} })));
      expect(String(lines)).not.toContain("evil");
    } finally {
      for (const name of ["headers", "upgrade", "accept-encoding"]) delete prototype[name];
    }
  });
});
