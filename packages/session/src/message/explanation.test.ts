import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { clientCredentials } from "../auth/clientCredentials.ts";
import { bearer } from "../auth/fixedCredential.ts";
import type { Store } from "../contracts/store.ts";
import { LatchkeyError } from "../errors/latchkeyError.ts";
import { TransportError } from "../errors/transportError.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import type { Call } from "./call.ts";
import type { Explanation } from "./explanation.ts";

const ACCOUNT = { tokenUrl: "http://localhost/api/oauth/token", clientId: "id", clientSecret: "canary-secret" };
const reset = new TransportError("reset", "The connection was closed.", { sent: true });

async function explainedFailure(promise: Promise<unknown>): Promise<Explanation | undefined> {
  const error = await failureOf(promise);
  if (!(error instanceof LatchkeyError)) throw error;
  return error.explain();
}

describe.each(sessionTwins)("what a call of the $twin twin explains", ({ open, make }) => {
  function withTokens(issuer: TokenIssuer, store?: Store) {
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    const auth = clientCredentials({ ...ACCOUNT, ...(store === undefined ? {} : { store }) });
    return { transport, session: make({ url: "http://localhost/api", transport, auth }) };
  }

  test("a request that went well", async () => {
    const { session } = open([{ delay: 30, text: "hello" }], { auth: bearer("canary-token") });
    const response = await session.httpGet("things/1?key=canary-key&limit=5");
    expect(response.explain()).toEqual({
      method: "GET",
      url: "http://localhost/api/things/1?key&limit",
      cid: session.cid,
      status: 200,
      error: undefined,
      elapsed: 30,
      waits: { queue: 0, credential: 0, lock: 0, backOff: 0 },
      credential: { strategy: "bearer", source: "caller", obtained: "before", storeHit: undefined },
      attempts: [
        {
          number: 1,
          purpose: "request",
          method: "GET",
          url: "http://localhost/api/things/1?key&limit",
          status: 200,
          error: undefined,
          ms: 30,
          connection: "unknown",
          resent: undefined,
          backOff: 0,
        },
      ],
      redirects: 0,
      connection: "unknown",
      bytes: 5,
    });
    const shown = [inspect(response.explain(), { depth: 9, showHidden: true }), JSON.stringify(response.explain())];
    expect(shown.join() + String(response.explain())).not.toContain("canary");
  });

  test("why it was sent again, and after how long", async () => {
    const { session } = open(
      [
        { status: 503, delay: 5 },
        { status: 429, headers: { "retry-after": "2" }, delay: 6 },
        { delay: 7, json: {} },
      ],
      { retry: { firstDelay: 100 } },
    );
    const { attempts, waits, elapsed } = (await session.httpGet("things")).explain();
    expect(attempts).toMatchObject([
      { number: 1, status: 503, ms: 5, resent: "status", backOff: 50 },
      { number: 2, status: 429, ms: 6, resent: "retry-after", backOff: 2_050 },
      { number: 3, status: 200, ms: 7, resent: undefined, backOff: 0 },
    ]);
    expect({ elapsed, backOff: waits.backOff }).toEqual({ elapsed: 2_118, backOff: 2_100 });
  });

  test("a connection that broke, in the response and in the error", async () => {
    const passing = open([reset, {}]);
    expect((await passing.session.httpGet("things")).explain().attempts).toMatchObject([
      { status: undefined, error: "reset", resent: "error", backOff: 0 },
      { status: 200, error: undefined, resent: undefined },
    ]);
    const lasting = open([reset, reset, reset], { retry: { firstDelay: 100 } });
    const explained = await explainedFailure(lasting.session.httpGet("things?key=canary"));
    expect(explained).toMatchObject({
      status: undefined,
      error: "reset",
      url: "http://localhost/api/things?key",
      elapsed: 100,
      attempts: [
        { error: "reset", resent: "error", backOff: 0 },
        { error: "reset", resent: "error", backOff: 100 },
        { error: "reset", resent: undefined, backOff: 0 },
      ],
    });
  });

  test("statuses and bodies that were thrown, and nothing where there was no call", async () => {
    const { session } = open([{ status: 404 }, { text: "<html>" }]);
    const absent = await session.httpGet("things/1");
    expect(await explainedFailure((async () => absent.raiseForStatus())())).toEqual(absent.explain());
    const page = await session.httpGet("things/1");
    expect(await explainedFailure((async () => page.json())())).toEqual(page.explain());
    expect(await explainedFailure(session.httpGet("https://elsewhere.example/"))).toBeUndefined();
  });

  test("redirects that were followed, and the method that they became", async () => {
    const { session } = open([{ status: 303, headers: { location: "/api/done?key=canary" } }, {}], {
      followRedirects: true,
    });
    const explained = (await session.httpPost("things", { json: 1 })).explain();
    expect(explained).toMatchObject({
      method: "POST",
      redirects: 1,
      attempts: [
        { method: "POST", url: "http://localhost/api/things", status: 303, resent: "redirect" },
        { method: "GET", url: "http://localhost/api/done?key", status: 200 },
      ],
    });
  });

  test("the wait for one of the session's places, also where it was in vain", async () => {
    const { session } = open(() => ({ delay: 100 }), { maxConcurrency: 1 });
    const [first, second] = await session.all(["things/1", "things/2"]);
    expect(first?.response?.explain().waits.queue).toBe(0);
    expect(second?.response?.explain()).toMatchObject({ waits: { queue: 100 }, elapsed: 200, attempts: [{ ms: 100 }] });
    const [, late] = await session.all(["things/1", { endpoint: "things/2", deadline: 60 }]);
    const error = late?.error;
    if (!(error instanceof LatchkeyError)) throw new Error("A time-out was expected.");
    expect(error.explain()).toMatchObject({ error: "timeout", waits: { queue: 60 }, elapsed: 60, attempts: [] });
  });

  test("a token that it asked for, one that was there, and one that was renewed for it", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 40;
    const { session } = withTokens(issuer);
    const first = (await session.httpGet("things")).explain();
    expect(first).toMatchObject({
      credential: { strategy: "clientCredentials", source: "login", obtained: "by this call", storeHit: undefined },
      waits: { credential: 40, lock: 0 },
      attempts: [
        { purpose: "credential", method: "POST", url: "http://localhost/api/oauth/token", status: 200, ms: 40 },
        { purpose: "request", status: 200 },
      ],
    });
    const second = (await session.httpGet("things")).explain();
    expect(second).toMatchObject({ credential: { source: "login", obtained: "before" }, waits: { credential: 0 } });
    expect(second.attempts).toHaveLength(1);
    issuer.valid = "another";
    const third = (await session.httpGet("things")).explain();
    expect(third).toMatchObject({
      credential: { source: "refresh", obtained: "by this call" },
      waits: { credential: 40 },
      elapsed: 40,
      attempts: [
        { number: 1, purpose: "request", status: 401, ms: 0, resent: "credential" },
        { number: 2, purpose: "credential", status: 200, ms: 40 },
        { number: 3, purpose: "request", status: 200, ms: 0 },
      ],
    });
  });

  test("a token that another call asked for", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 40;
    const { session } = withTokens(issuer);
    const items = await session.all(["things/1", "things/2"]);
    const [first, second] = items.map((item) => item.response?.explain());
    expect(first).toMatchObject({ credential: { obtained: "by this call" }, attempts: { length: 2 } });
    expect(second).toMatchObject({
      credential: { source: "login", obtained: "by another call" },
      waits: { credential: 40 },
      attempts: { length: 1 },
    });
  });

  test("what the store had, and what it had not", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const first = withTokens(issuer, store).session;
    expect((await first.httpGet("things")).explain().credential).toMatchObject({ source: "login", storeHit: false });
    const second = withTokens(issuer, store).session;
    const { credential, attempts } = (await second.httpGet("things")).explain();
    expect(credential).toMatchObject({ source: "store", obtained: "by this call", storeHit: true });
    expect(attempts).toHaveLength(1);
  });

  test("the wait for another process that holds the lease", async () => {
    const kept = memoryStore();
    let polls = 0;
    const store: Store = {
      ...kept,
      lease() {
        polls += 1;
        return polls < 4 ? { sign: `beat ${polls}` } : { lease: { beat: () => true, release() {} } };
      },
    };
    const { session } = withTokens(new TokenIssuer(), store);
    const { waits } = (await session.httpGet("things")).explain();
    // Three polls, each half as long again as the one before: 20 + 30 + 45.
    expect(waits).toMatchObject({ lock: 95, credential: 95 });
  });

  test("failures of the token endpoint, to the call that met them", async () => {
    const issuer = new TokenIssuer();
    issuer.trouble = { status: 400, json: { error: "invalid_client" } };
    const { session } = withTokens(issuer);
    const explained = await explainedFailure(session.httpGet("things"));
    expect(explained).toMatchObject({
      error: "authentication",
      attempts: [{ purpose: "credential", status: 400 }],
    });
    const lasting = new TokenIssuer();
    const refused = withTokens(lasting).session;
    await refused.httpGet("things");
    lasting.valid = "another";
    lasting.delay = 40;
    lasting.trouble = { status: 400, json: { error: "invalid_client" } };
    expect(await explainedFailure(refused.httpGet("things"))).toMatchObject({
      error: "authentication",
      attempts: [
        { purpose: "request", status: 401, error: undefined, ms: 0, resent: undefined },
        { purpose: "credential", status: 400, ms: 40 },
      ],
    });
  });

  test("reads as text, a line for each phase", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 40;
    const { session } = withTokens(issuer, memoryStore());
    await session.httpGet("things");
    issuer.valid = "another";
    expect(String((await session.httpGet("things")).explain())).toBe(
      [
        `GET http://localhost/api/things → 200 in 40 ms, correlation id ${session.cid}`,
        "  queue       no wait",
        "  credential  clientCredentials: renewed, by this call in 40 ms, the store had none",
        "  attempt 1   GET http://localhost/api/things → 401 in 0.0 ms; sent again with another credential",
        "  attempt 2   POST http://localhost/api/oauth/token (for the credential) → 200 in 40 ms",
        "  attempt 3   GET http://localhost/api/things → 200 in 0.0 ms",
        "  body        11 bytes",
      ].join("\n"),
    );
  });

  test.each([200, 404])("requests that a layer of the user's repeats after a %i", async (status) => {
    const { session } = open([{ json: 1, status }, { json: 2 }], {
      layers: [
        {
          name: "twice",
          *handle(request, next) {
            yield* next(request);
            return yield* next(request);
          },
        },
      ],
    });
    expect((await session.httpGet("things")).explain().attempts).toMatchObject([
      { number: 1, status: status === 200 ? undefined : status, resent: "layer" },
      { number: 2, status: 200 },
    ]);
  });

  test("costs a call of one attempt no object, and one reading of the clock more", async () => {
    const calls: Call[] = [];
    const inner = scriptedTransport(() => ({}));
    let readings = 0;
    const clock = {
      ...inner.clock,
      now() {
        readings += 1;
        return inner.clock.now();
      },
    };
    const session = make({
      url: "http://localhost/",
      transport: {
        ...inner,
        clock,
        send(request, until, done) {
          calls.push(request.call);
          return inner.send(request, until, done);
        },
      },
    });
    await session.httpGet("things");
    expect(calls[0]).toMatchObject({ past: undefined, watcher: undefined });
    // The beginning, the end of the queue, the attempt (which is what this costs), and the end.
    expect(readings).toBe(4);
  });
});
