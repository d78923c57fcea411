import { describe, expect, test } from "vitest";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import { DecodeError } from "../errors/decodeError.ts";
import { TransportError } from "../errors/transportError.ts";
import { failing } from "../flow/failing.ts";
import { ready } from "../flow/ready.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import type { CannedReply } from "../transports/scripted.ts";

const reset = new TransportError("reset", "The connection was closed.", { sent: true });
const refused = new TransportError("connect", "Connection refused.", { sent: false });

describe.each(sessionTwins)("retries of the $twin session", ({ open }) => {
  test.each<[string, string, readonly (CannedReply | Error)[], number, number | string]>([
    ["GET", "a passing 503", [{ status: 503 }, {}], 2, 200],
    ["GET", "a lasting 503", [{ status: 503 }, { status: 503 }, { status: 503 }, {}], 3, 503],
    ["GET", "408, then 502", [{ status: 408 }, { status: 502 }, {}], 3, 200],
    ["GET", "500", [{ status: 500 }, {}], 1, 500],
    ["GET", "a reset", [reset, {}], 2, 200],
    ["GET", "resets without end", [reset, reset, reset, {}], 3, "reset"],
    ["PUT", "504", [{ status: 504 }, {}], 2, 200],
    ["POST", "503", [{ status: 503 }, {}], 1, 503],
    ["POST", "429", [{ status: 429 }, {}], 2, 200],
    ["POST", "a reset after it was sent", [reset, {}], 1, "reset"],
    ["POST", "a refused connection", [refused, refused, {}], 3, 200],
    ["GET", "a bad certificate", [new TransportError("tls", "self-signed"), {}], 1, "tls"],
    ["GET", "a malformed answer", [new TransportError("protocol", "bad", { sent: true }), {}], 2, 200],
    ["DELETE", "a lost answer, then 404", [reset, { status: 404 }], 2, 404],
  ])("%s after %s", async (method, _what, script, requests, expected) => {
    const { session, transport } = open(script);
    if (typeof expected === "number") {
      const response = await session.sendRequest(method, "things/1");
      expect(response).toMatchObject({ status: expected, attempts: requests });
    } else {
      const error = await failureOf(session.sendRequest(method, "things/1"));
      expect(error).toMatchObject({ code: expected, attempts: requests });
    }
    expect(transport.requests).toHaveLength(requests);
  });

  test("a DELETE that was sent again and met 404 counts as done; one that was sent once does not", async () => {
    const again = open([reset, { status: 404 }]);
    expect((await again.session.httpDelete("things/1")).raiseForStatus().ok).toBe(true);
    const once = open([{ status: 404 }]);
    expect((await once.session.httpDelete("things/1")).ok).toBe(false);
    const throttled = open([{ status: 429 }, { status: 404 }]);
    expect((await throttled.session.httpDelete("things/1")).ok).toBe(false);
  });

  test("a POST is retried on the caller's word, a GET not against it", async () => {
    const post = open([{ status: 503 }, {}]);
    expect((await post.session.httpPost("things", { json: 1, idempotent: true })).status).toBe(200);
    const get = open([{ status: 503 }, {}]);
    expect((await get.session.httpGet("things", { idempotent: false })).status).toBe(503);
  });

  test("Retry-After is kept, when it is short enough for the time that is left", async () => {
    const { session, transport } = open([{ status: 429, headers: { "retry-after": "7" } }, {}]);
    await session.httpGet("things");
    expect(transport.requests[1]?.at).toBeGreaterThanOrEqual(7_000);

    const long = open([{ status: 429, headers: { "retry-after": "61" } }, {}], { timeout: 600_000 });
    const response = await long.session.httpGet("things");
    expect(response).toMatchObject({ status: 429, attempts: 1 });
    expect(await failureOf((async () => response.raiseForStatus())())).toMatchObject({ retryAfter: 61_000 });

    const hasty = open([{ status: 503, headers: { "retry-after": "20" } }, {}]);
    expect((await hasty.session.httpGet("things")).status).toBe(503);
  });

  test("a batch waits out what the server asks for, beyond the time-out", async () => {
    const { session, transport } = open([{ status: 429, headers: { "retry-after": "60" } }, {}]);
    const [item] = await session.all(["things"]);
    expect(item?.response?.status).toBe(200);
    expect(transport.clock.now()).toBeGreaterThanOrEqual(60_000);
  });

  test("back-off holds no slot", async () => {
    const { session, transport } = open(
      (request) => (request.url.endsWith("/slow") && request.at < 100 ? { status: 503 } : {}),
      { maxConcurrency: 1, retry: { firstDelay: 2_000 } },
    );
    const order: string[] = [];
    await session.all(["slow", "quick"], { onProgress: ({ done }) => void order.push(`${done}`) });
    expect(transport.requests.map((request) => request.url.split("/").at(-1))).toEqual(["slow", "quick", "slow"]);
  });

  test("`retry: false` means once", async () => {
    const { session, transport } = open([{ status: 503 }, {}], { retry: false });
    expect((await session.httpGet("things")).status).toBe(503);
    expect(transport.requests).toHaveLength(1);
  });

  test("a session that meets nothing but failures soon stops retrying", async () => {
    const { session, transport } = open(() => ({ status: 503 }), { retry: { firstDelay: 1 } });
    await session.all(Array.from({ length: 1_000 }, (_, index) => `things/${index}`));
    expect(transport.requests.length).toBeLessThanOrEqual(1_100);
    expect(transport.requests.length).toBeGreaterThan(1_000);
  });

  test("no success buys more retries than a session begins with", async () => {
    let well = true;
    const { session, transport } = open(() => (well ? {} : { status: 503 }), { retry: { firstDelay: 1 } });
    const endpoints = Array.from({ length: 1_000 }, (_, index) => `things/${index}`);
    await session.all(endpoints);
    well = false;
    await session.all(endpoints);
    expect(transport.requests.length).toBeLessThanOrEqual(2_100);
  });
});

describe.each(sessionTwins)("authentication in the $twin session", ({ open }) => {
  function rotating(): AuthStrategy & { minted: number } {
    let current = 0;
    return {
      name: "rotating",
      minted: 0,
      *credential(context) {
        if (current === 0) {
          yield* context.send({ method: "POST", path: "/token" });
          current = this.minted += 1;
        }
        return { headers: { authorization: `Bearer t${current}` } };
      },
      *refused(used, reply) {
        if (reply.status !== 401) return false;
        if (used.headers["authorization"] === `Bearer t${current}`) current = 0;
        return true;
      },
    };
  }

  test("a refused credential is replaced and the request sent once more", async () => {
    const auth = rotating();
    const { session, transport } = open(
      (request) => (request.headers["authorization"] === "Bearer t1" ? { status: 401 } : { json: request.url }),
      { auth },
    );
    expect((await session.httpPost("things", { json: 1 })).status).toBe(200);
    expect(
      transport.requests.map((request) => [request.url.split("/").at(-1), request.headers["authorization"]]),
    ).toEqual([
      ["token", undefined],
      ["things", "Bearer t1"],
      ["token", undefined],
      ["things", "Bearer t2"],
    ]);
  });

  test("a stream that was read is not sent again; what is sent next has the new credential", async () => {
    const { session, transport } = open(
      (request) => (request.headers["authorization"] === "Bearer t1" ? { status: 401 } : {}),
      { auth: rotating() },
    );
    const files = { some: { stream: new Blob(["a"]).stream(), filename: "a" } };
    expect(await session.httpPost("things", { files })).toMatchObject({ status: 401 });
    expect((await session.httpGet("things")).status).toBe(200);
    expect(
      transport.requests.map((request) => [request.url.split("/").at(-1), request.headers["authorization"]]),
    ).toEqual([
      ["token", undefined],
      ["things", "Bearer t1"],
      ["token", undefined],
      ["things", "Bearer t2"],
    ]);
  });

  test("a server that refuses everything ends the loop", async () => {
    const { session, transport } = open((request) => ({ status: request.url.endsWith("token") ? 200 : 401 }), {
      auth: rotating(),
    });
    expect((await session.httpGet("things")).status).toBe(401);
    expect(transport.requests).toHaveLength(4);
  });

  test("works with a single slot: a token request waits for no other", async () => {
    const { session } = open(() => ({}), { auth: rotating(), maxConcurrency: 1 });
    expect((await session.httpGet("things")).status).toBe(200);
  });

  test.each([
    ["an answer that is no token", new DecodeError("This is no token.")],
    ["a connection that broke", new TransportError("reset", "It broke.", { sent: false })],
  ])("what ends a request before it has its credential is not tried again: %s", async (_, failure) => {
    let asked = 0;
    const auth: AuthStrategy = {
      name: "broken",
      credential() {
        asked += 1;
        return failing(failure);
      },
      refused: () => ready(false),
    };
    const { session, transport } = open([], { auth });
    expect(await failureOf(session.httpGet("things"))).toMatchObject({ name: failure.name, message: failure.message });
    expect([asked, transport.requests.length]).toEqual([1, 0]);
  });

  test("a caller's header of the same name is refused, not silently replaced", async () => {
    const { session, transport } = open(() => ({}), { auth: rotating() });
    const error = await failureOf(session.httpGet("things", { headers: { Authorization: "Bearer mine-4711" } }));
    expect(error).toMatchObject({ name: "UsageError", code: "option" });
    expect(String(error)).not.toContain("mine-4711");
    expect(transport.requests.filter((request) => request.url.endsWith("things"))).toHaveLength(0);
  });
});
