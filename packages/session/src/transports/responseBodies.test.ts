import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DecodeError } from "../errors/decodeError.ts";
import { exchange, failureOf, type TestedTransport, textOf, transportTwins } from "../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { patternOf } from "../testbed/faults.ts";
import { ACCEPTED_CODINGS } from "./bodies/contentCoding.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

describe.each(transportTwins)("a response body of the $name twin", ({ open }) => {
  let tested: TestedTransport;
  beforeEach(() => {
    tested = open();
  });
  afterEach(() => tested.transport.close(true));

  const get = (path: string, parts: Parameters<typeof exchange>[3] = {}) =>
    exchange(tested, server.origin, path, parts);
  const failure = (path: string, parts: Parameters<typeof exchange>[3] = {}) => failureOf(get(path, parts));

  test.each([
    ["cl", 1],
    ["cl", 100],
    ["cl", 1_000_000],
    ["chunked", 1],
    ["chunked", 100],
    ["chunked", 1_000_000],
  ])("refuses a body cut short (%s, %i bytes)", async (framing, size) => {
    const error = await failure(`/cut?framing=${framing}&size=${size}`);
    expect(error).toMatchObject({ name: "TransportError", code: "truncated", sent: true });
  });

  test.each([1, 346, 5_000, 60_000, 1_000_000])(
    "of %i bytes has memory of its own: nothing else lies in it",
    async (size) => {
      const { body } = await get(`/bytes?size=${size}`);
      expect([body.length, body.byteOffset, body.buffer.byteLength]).toEqual([size, 0, size]);
    },
  );

  const accepted = ACCEPTED_CODINGS.split(", ");

  test.each([...accepted, "raw"])("decodes %s, small and large", async (coding) => {
    for (const size of [10, 300_000]) {
      const reply = await get(`/coded?coding=${coding}&size=${size}&percent=100`);
      expect(Buffer.compare(reply.body, patternOf(size))).toBe(0);
    }
  });

  test.each(accepted)("refuses %s cut at every tenth", async (coding) => {
    for (let percent = 10; percent < 100; percent += 10) {
      for (const size of [2_000, 100_000]) {
        expect(await failure(`/coded?coding=${coding}&size=${size}&percent=${percent}`)).toBeInstanceOf(DecodeError);
      }
    }
  });

  test("undoes two codings and refuses three, unknown ones and garbage", async () => {
    for (const path of ["/twice", "/lines"]) expect(Buffer.compare((await get(path)).body, patternOf(5_000))).toBe(0);
    for (const [path, why] of [
      ["/thrice", "more often than twice"],
      ["/unknown", "cannot be undone here"],
      ["/garbage", "broken or cut short"],
    ] as const) {
      const message = expect.stringContaining(why);
      expect(await failure(path)).toMatchObject({ name: "DecodeError", status: 200, message });
    }
  });

  test.each(accepted)("takes %s without a byte for an empty body", async (coding) => {
    for (const framing of ["cl", "chunked", "close"]) {
      const reply = await get(`/hollow?code=401&coding=${coding}&framing=${framing}`);
      expect([reply.status, reply.body.length]).toEqual([401, 0]);
    }
  });

  test("does not decode what has no body", async () => {
    for (const code of [204, 304]) {
      expect((await get(`/empty?code=${code}`)).body.length).toBe(0);
      // With a length, and with bytes that should not be there.
      expect(await get(`/status?code=${code}`)).toMatchObject({ status: code, body: new Uint8Array() });
      expect(JSON.parse(textOf(await get("/plain")))).toHaveProperty("connection");
    }
    expect((await get("/coded?coding=gzip&size=10&percent=100", { method: "HEAD" })).body.length).toBe(0);
  });

  test("bounds the decoded body", async () => {
    const limited = { maxBytes: 1_000_000 };
    expect(await failure("/bomb?size=2000000", limited)).toMatchObject({ code: "too-large" });
    expect(await failure("/bytes?size=1000001", limited)).toMatchObject({ code: "too-large" });
    expect(await failure("/unframed?size=1000001&reset=0", limited)).toMatchObject({ code: "too-large" });
    expect((await get("/bytes?size=1000000", limited)).body.length).toBe(1_000_000);
  });

  test("keeps small what a bomb would blow up", async () => {
    const before = process.memoryUsage().rss;
    expect(await failure("/bomb?size=128000000")).toMatchObject({ code: "too-large" });
    // 75 MB more, and what earlier tests left to be collected; without the limit it is 266 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(220_000_000);
  });

  test("tells a body that ends with its connection from one that is reset", async () => {
    expect((await get("/unframed?size=50000&reset=0")).body.length).toBe(50_000);
    expect(await failure("/unframed?size=50000&reset=1")).toMatchObject({ code: "truncated" });
  });
});
