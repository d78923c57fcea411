import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Store } from "../contracts/store.ts";
import { sleep } from "../flow/flow.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf, twins } from "../testbed/twins.ts";
import { type ScriptedTransport, scriptedTransport } from "../transports/scripted.ts";
import { clientCredentials } from "./clientCredentials.ts";
import type { ClientCredentialsOptions } from "./clientCredentialsOptions.ts";

const URL_OF_API = "http://localhost/api";
const OPTIONS: ClientCredentialsOptions = {
  tokenUrl: "http://localhost/api/oauth/token",
  clientId: "id",
  clientSecret: "canary-secret",
};

const wall = (): number => Date.UTC(2026, 0, 1);
const requests = (count: number): { method: string; endpoint: string }[] =>
  Array.from({ length: count }, (_, index) => ({ method: "GET", endpoint: `things/${index}` }));

describe.each(sessionTwins)("client credentials, $twin", ({ make, twin }) => {
  function open(issuer: TokenIssuer, options: Partial<ClientCredentialsOptions> = {}) {
    const transport = scriptedTransport(issuer.script, { wall: wall() });
    const auth = clientCredentials({ ...OPTIONS, ...options });
    return { transport, auth, session: make({ url: URL_OF_API, transport, auth, maxConcurrency: 2000 }) };
  }

  /** Lets virtual time pass until then. */
  const waitFor = async (transport: ScriptedTransport, until: number): Promise<unknown> =>
    twins.find((candidate) => candidate.twin === twin)?.run(sleep(until), transport);

  test("one token serves all calls, and 1,000 that start together", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 200;
    const { session } = open(issuer);
    const items = await session.all(requests(1000));
    expect(items.filter((item) => item.response?.ok)).toHaveLength(1000);
    await session.httpGet("things/1");
    expect(issuer.issued).toBe(1);
  });

  test("works at concurrency 1", async () => {
    const issuer = new TokenIssuer();
    const transport = scriptedTransport(issuer.script);
    const session = make({ url: URL_OF_API, transport, auth: clientCredentials(OPTIONS), maxConcurrency: 1 });
    expect((await session.all(requests(5))).every((item) => item.response?.ok)).toBe(true);
  });

  test("50 calls refused at once make one token request, and each is sent again", async () => {
    const issuer = new TokenIssuer();
    const { session, transport } = open(issuer);
    await session.httpGet("things/1");
    issuer.valid = "revoked";
    const items = await session.all(requests(50));
    expect(items.every((item) => item.response?.ok)).toBe(true);
    expect(issuer.issued).toBe(2);
    expect(transport.requests).toHaveLength(1 + 1 + 50 + 1 + 50);
  });

  test("a call refused late, for a token that has been replaced, makes no token request", async () => {
    const issuer = new TokenIssuer();
    const { session } = open(issuer);
    await session.httpGet("things/1");
    issuer.valid = "revoked";
    const items = await session.all([
      { method: "GET", endpoint: "things/slow" },
      { method: "GET", endpoint: "things/1" },
    ]);
    expect(items.map((item) => item.response?.status)).toEqual([200, 200]);
    expect(issuer.issued).toBe(2);
  });

  test("a token revoked twice in a row is replaced twice", async () => {
    const issuer = new TokenIssuer();
    const { session } = open(issuer);
    for (const issued of [1, 2, 3]) {
      expect((await session.httpGet("things/1")).status).toBe(200);
      expect(issuer.issued).toBe(issued);
      issuer.valid = "revoked";
    }
  });

  test("one call that stays refused is sent twice and makes one token request more", async () => {
    const issuer = new TokenIssuer();
    const { session, transport } = open(issuer);
    await session.httpGet("things/1");
    issuer.refusesAll = true;
    expect((await session.httpGet("things/1")).status).toBe(401);
    expect(issuer.issued).toBe(2);
    expect(transport.requests).toHaveLength(2 + 3);
  });

  test("1,000 calls in 10 s that all stay refused make at most 20 token requests", async () => {
    const issuer = new TokenIssuer();
    issuer.refusesAll = true;
    const { session, transport } = open(issuer);
    for (let call = 1; call <= 1000; call += 1) {
      expect((await session.httpGet("things/1")).status).toBe(401);
      await waitFor(transport, call * 10);
    }
    expect(issuer.issued).toBeLessThanOrEqual(20);
    expect(issuer.issued).toBeGreaterThan(4);
  });

  test("1,000 calls in 10 s at an endpoint in trouble make at most 20 token requests, and share its failures", async () => {
    const issuer = new TokenIssuer();
    issuer.trouble = { status: 429 };
    const { session, transport } = open(issuer);
    for (let second = 0; second < 10; second += 1) {
      const items = await session.all(requests(100));
      for (const item of items) expect(item.error).toMatchObject({ name: "StatusError", status: 429 });
      await waitFor(transport, (second + 1) * 1000);
    }
    expect(issuer.issued).toBeLessThanOrEqual(20);
  });

  test("an endpoint that asks to wait is not asked again before, but within a minute in any case", async () => {
    const issuer = new TokenIssuer();
    issuer.trouble = { status: 429, headers: { "retry-after": "3600" } };
    const { session, transport } = open(issuer);
    for (const at of [0, 59_000]) {
      await waitFor(transport, at);
      expect(await failureOf(session.httpGet("things/1"))).toMatchObject({ status: 429, retryAfter: 3_600_000 });
    }
    expect(issuer.issued).toBe(1);
    issuer.trouble = undefined;
    await waitFor(transport, 60_001);
    expect((await session.httpGet("things/1")).status).toBe(200);
  });

  test("a failure is not remembered for good", async () => {
    const issuer = new TokenIssuer();
    issuer.trouble = { status: 401, json: { error: "invalid_client" } };
    const { session, transport } = open(issuer);
    expect(await failureOf(session.httpGet("things/1"))).toMatchObject({ reason: "rejected", status: 401 });
    issuer.trouble = undefined;
    expect(await failureOf(session.httpGet("things/1"))).toMatchObject({ reason: "rejected" });
    expect(issuer.issued).toBe(1);
    await waitFor(transport, 1500);
    expect((await session.httpGet("things/1")).status).toBe(200);
  });

  test("a token near its end is renewed once, and nobody waits for it", async () => {
    const issuer = new TokenIssuer();
    const { session, transport } = open(issuer);
    await session.httpGet("things/1");
    await waitFor(transport, 3_539_000);
    await session.httpGet("things/1");
    expect(issuer.issued).toBe(1);
    await waitFor(transport, 3_541_000);
    issuer.delay = 5_000;
    const before = transport.clock.now();
    const first = await session.all([...requests(10)]);
    expect(first.every((item) => item.response?.ok)).toBe(true);
    expect(transport.clock.now() - before).toBeLessThan(5_000);
    expect(issuer.issued).toBe(2);
  });

  test("renewing it takes none of the attempts of the call that noticed, and none of its time", async () => {
    const issuer = new TokenIssuer();
    let troubles = 1;
    const transport = scriptedTransport(
      (request) =>
        request.url.endsWith("/flaky") && troubles-- > 0 ? { status: 503, delay: 500 } : issuer.script(request),
      { wall: wall() },
    );
    const session = make({ url: URL_OF_API, transport, auth: clientCredentials(OPTIONS), maxConcurrency: 1 });
    await session.httpGet("things/1");
    await waitFor(transport, 3_541_000);
    issuer.trouble = { status: 503 };
    const response = await session.httpGet("flaky");
    expect(response).toMatchObject({ status: 200, attempts: 2 });
    expect(issuer.issued).toBeGreaterThan(1);
  });

  test("T38: a token that does not come ends a download after its time-out, though it may be silent for as long", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 60_000;
    const { session, transport } = open(issuer);
    const error = await failureOf(session.download("things/1", "/tmp/never"));
    expect(error).toMatchObject({ name: "TransportError", code: "timeout" });
    expect(transport.clock.now()).toBeLessThan(60_000);
  });

  test("closing ends its renewal, and leaves no lock of it", async () => {
    const issuer = new TokenIssuer();
    const held = new Set<string>();
    const store: Store = {
      ...memoryStore(),
      lease(key) {
        held.add(key);
        return { lease: { beat: () => true, release: () => void held.delete(key) } };
      },
    };
    const { session, transport } = open(issuer, { store });
    await session.httpGet("things/1");
    expect(held.size).toBe(0);
    await waitFor(transport, 3_541_000);
    issuer.delay = 5_000;
    await session.httpGet("things/1");
    expect(held.size).toBe(1);
    await session.close();
    await expect.poll(() => held.size).toBe(0);
  });

  test("a token that cannot be renewed is used to its end", async () => {
    const issuer = new TokenIssuer();
    const { session, transport } = open(issuer);
    await session.httpGet("things/1");
    issuer.trouble = { status: 401 };
    await waitFor(transport, 3_550_000);
    expect((await session.httpGet("things/1")).status).toBe(200);
    await waitFor(transport, 3_599_000);
    expect((await session.httpGet("things/1")).status).toBe(200);
    await waitFor(transport, 3_601_000);
    expect(await failureOf(session.httpGet("things/1"))).toMatchObject({ reason: "rejected" });
  });

  test.each([undefined, null, 0, -1, "3600", 1e308, "soon", 60])(
    "expires_in %j never makes a refresh per call",
    async (expiresIn) => {
      const issuer = new TokenIssuer();
      issuer.expiresIn = expiresIn;
      const { session } = open(issuer);
      for (let call = 0; call < 20; call += 1) expect((await session.httpGet("things/1")).status).toBe(200);
      expect(issuer.issued).toBe(1);
    },
  );

  test.each([1, 2])("a life of %i s is renewed no more than its length asks for", async (expiresIn) => {
    const issuer = new TokenIssuer();
    issuer.expiresIn = expiresIn;
    const { session, transport } = open(issuer);
    for (let step = 1; step <= 100; step += 1) {
      expect((await session.httpGet("things/1")).status).toBe(200);
      await waitFor(transport, step * 100);
    }
    expect(issuer.issued).toBeLessThanOrEqual(10 / expiresIn + 3);
  });

  test("a redirect of the token endpoint is not followed", async () => {
    const issuer = new TokenIssuer();
    issuer.trouble = { status: 307, headers: { location: "http://localhost/api/elsewhere" } };
    const { session, transport } = open(issuer);
    expect(await failureOf(session.httpGet("things/1"))).toMatchObject({ code: "redirect" });
    expect(transport.requests).toHaveLength(1);
  });

  test("no secret and no token is in what is printed, serialised or thrown", async () => {
    const issuer = new TokenIssuer();
    const { session, auth } = open(issuer);
    await session.httpGet("things/1");
    issuer.trouble = { status: 400, json: { error: "invalid_client", error_description: "canary-secret is wrong" } };
    issuer.valid = "revoked";
    const error = await failureOf(session.httpGet("things/1"));
    const shown = [auth, error, session, auth.current()].map((value) => inspect(value, { depth: 9, showHidden: true }));
    expect(shown.join("") + JSON.stringify([auth, error, auth.current()])).not.toMatch(/canary-secret|T1\b|Bearer T/);
    expect(auth.authorization()).toBe("Bearer T1");
  });

  test("a store that fails is a warning, and the token is used", async () => {
    const warnings: Error[] = [];
    const broken: Store = { ...memoryStore(), get: fail, set: fail, delete: fail, lease: fail };
    const { session } = open(new TokenIssuer(), { store: broken, onWarning: (warning) => warnings.push(warning) });
    expect((await session.httpGet("things/1")).status).toBe(200);
    expect(warnings.map(({ message }) => message)).toContain('The store "memory" could not keep the token: it failed.');
    expect(inspect(warnings)).not.toContain("canary");
  });
});

function fail(): never {
  throw new Error("canary");
}
