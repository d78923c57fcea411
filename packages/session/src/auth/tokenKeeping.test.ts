import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { all, type Flow, sleep } from "../flow/flow.ts";
import { fileStore } from "../stores/fileStore.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import type { Store } from "../stores/store.ts";
import { authContext } from "../testbed/authContext.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf, type Twin, twins } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import type { AuthContext } from "./authStrategy.ts";
import { type ClientCredentials, clientCredentials } from "./clientCredentials.ts";
import type { ClientCredentialsOptions } from "./clientCredentialsOptions.ts";

const KEY = "id.helios_token";

interface Verifier {
  asked: string[];
  answer: number | false | Error;
}

describe.each(twins)("a kept token, $twin", ({ run }: Twin) => {
  function open(
    issuer: TokenIssuer,
    store: Store,
    options: Partial<ClientCredentialsOptions> = {},
    wall: number = Date.now(),
  ) {
    const transport = scriptedTransport(issuer.script, { wall });
    const verifier: Verifier = { asked: [], answer: 3600 };
    const auth = clientCredentials({
      tokenUrl: "http://localhost/api/oauth/token",
      clientId: "id",
      clientSecret: "canary-secret",
      store,
      storeKey: KEY,
      *verify(token) {
        verifier.asked.push(token);
        if (verifier.answer instanceof Error) throw verifier.answer;
        return verifier.answer;
      },
      ...options,
    });
    const perform = <T>(flow: (auth: ClientCredentials, context: AuthContext) => Flow<T>): Promise<T> =>
      run(flow(auth, authContext(transport)), transport);
    const header = async (): Promise<string | undefined> =>
      (await perform((strategy, context) => strategy.credential(context))).headers["authorization"];
    return { auth, transport, verifier, perform, header };
  }

  test("is used by the next session, which asks for none", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    expect(await open(issuer, store).header()).toBe("Bearer T1");
    const next = open(issuer, store);
    expect(await next.header()).toBe("Bearer T1");
    expect(next.auth.current()).toMatchObject({ source: "store", clientId: "id" });
    expect(issuer.issued).toBe(1);
  });

  test("stays with its issuer, client, scope and parameters", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    await open(issuer, store).header();
    const others: Partial<ClientCredentialsOptions>[] = [
      { tokenUrl: "http://127.0.0.1/api/oauth/token" },
      { issuer: "http://localhost/v2" },
      { clientId: "other" },
      { scope: "read" },
      { parameters: { audience: "x" } },
    ];
    for (const [index, other] of others.entries()) {
      expect(await open(issuer, store, other).header()).toBe(`Bearer T${index + 2}`);
    }
  });

  test("near its end, or past it, is not used", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const now = Date.now();
    await open(issuer, store, {}, now).header();
    expect(await open(issuer, store, {}, now + 3_530_000).header()).toBe("Bearer T1");
    expect(await open(issuer, store, {}, now + 3_541_000).header()).toBe("Bearer T2");
  });

  test("whose times are in the future is shown to the issuer first", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const later = Date.now() + 86_400_000;
    await open(issuer, store, {}, later).header();
    const good = open(issuer, store);
    expect(await good.header()).toBe("Bearer T1");
    expect(good.verifier.asked).toEqual(["T1"]);
    const bad = open(issuer, store);
    bad.verifier.answer = false;
    expect(await bad.header()).toBe("Bearer T2");
    expect(await open(issuer, store).header()).toBe("Bearer T2");
  });

  test.each([-1, 1])(
    "survives a clock that is off by ten years (%i) with one token request more at most",
    async (sign) => {
      const issuer = new TokenIssuer();
      const store = memoryStore();
      await open(issuer, store, { verify: noVerify }).header();
      const off = open(issuer, store, { verify: noVerify }, Date.now() + sign * 10 * 365 * 86_400_000);
      for (let call = 0; call < 5; call += 1) await off.header();
      expect(issuer.issued).toBeLessThanOrEqual(2);
    },
  );

  test.each([
    ["name and value", { name: "Authorization", value: "Bearer old" }],
    ["access_token", { access_token: "old", token_type: "Bearer", extra: 1 }],
  ])("of the Python SDK (%s) is used when the issuer says it is good, and only then", async (_shape, value) => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    store.set(KEY, value);
    const unasked = open(issuer, memoryStore());
    expect(await unasked.header()).toBe("Bearer T1");
    const good = open(issuer, store, { acceptUnbound: true });
    expect(await good.header()).toBe("Bearer old");
    const bad = open(issuer, store, { acceptUnbound: true });
    bad.verifier.answer = false;
    expect(await bad.header()).toBe("Bearer T2");
    store.set(KEY, value);
    const closed = open(issuer, store);
    expect(await closed.header()).toBe("Bearer T3");
    expect(closed.verifier.asked).toEqual([]);
  });

  test("is kept when the issuer cannot be asked about it", async () => {
    const store = memoryStore();
    const value = { name: "Authorization", value: "Bearer old" };
    store.set(KEY, value);
    const { header, verifier } = open(new TokenIssuer(), store, { acceptUnbound: true });
    verifier.answer = new Error("unreachable");
    expect(await failureOf(header())).toMatchObject({ message: "unreachable" });
    expect(store.get(KEY)).toEqual(value);
  });

  test("that the server refuses is replaced, by another session's where there is one", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const [first, second] = [open(issuer, store), open(issuer, store)];
    for (const session of [first, second]) expect(await session.header()).toBe("Bearer T1");
    await first.perform((auth, context) => auth.renew(context));
    await second.perform((auth, context) => auth.renew(context));
    expect([await first.header(), await second.header()]).toEqual(["Bearer T2", "Bearer T2"]);
    expect(issuer.issued).toBe(2);
  });

  test("start shows it to the server and replaces it when it is bad or has too little left", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const { perform, verifier, auth } = open(issuer, store);
    const start = (minimum: number): Promise<unknown> =>
      perform((strategy, context) => strategy.start(context, minimum));
    await start(60);
    expect(verifier.asked).toEqual([]);
    await start(60);
    expect([issuer.issued, verifier.asked]).toEqual([1, ["T1"]]);
    verifier.answer = 60;
    await start(60);
    expect(issuer.issued).toBe(1);
    verifier.answer = 59;
    await start(60);
    expect(issuer.issued).toBe(2);
    verifier.answer = false;
    await start(0);
    expect([issuer.issued, auth.authorization()]).toEqual([3, "Bearer T3"]);
    // Never more than half of a life of an hour.
    verifier.answer = 1800;
    await start(7200);
    expect(issuer.issued).toBe(3);
  });

  test("check says whether it is good and asks for none", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const check = (session: ReturnType<typeof open>): Promise<boolean> =>
      session.perform((auth, context) => auth.check(context, 60));
    expect(await check(open(issuer, store))).toBe(false);
    expect(issuer.issued).toBe(0);
    await open(issuer, store).header();
    const session = open(issuer, store);
    expect(await check(session)).toBe(true);
    expect(session.auth.current()?.expiresAt?.getTime()).toBeCloseTo(Date.now() + 3_600_000, -5);
    session.verifier.answer = 30;
    expect(await check(session)).toBe(false);
  });

  test("a person who asks again is not told of the last failure", async () => {
    const issuer = new TokenIssuer();
    const { perform } = open(issuer, memoryStore());
    const start = (): Promise<unknown> => perform((auth, context) => auth.start(context));
    issuer.trouble = { status: 500 };
    expect(await failureOf(start())).toMatchObject({ name: "StatusError" });
    issuer.trouble = undefined;
    expect(await start()).toMatchObject({ source: "issuer" });
  });

  test("is gone once forgotten, even when one was under way", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 100;
    const store = memoryStore();
    const { perform, auth, transport } = open(issuer, store);
    await perform((strategy, context) => {
      function* forgetting(): Flow<void> {
        yield* sleep(transport.clock.now() + 50);
        yield* strategy.forget(context);
      }
      return all<unknown>(2, (index) => (index === 0 ? strategy.credential(context) : forgetting()));
    });
    expect(issuer.issued).toBe(1);
    expect([auth.current(), auth.authorization(), store.get(KEY)]).toEqual([undefined, undefined, undefined]);
  });

  test.each(["", "{", "[]", "null", "7", "\u0000\u0001", "x".repeat(70_000), '{"name":"Host","value":"evil"}'])(
    "in a file that holds %j is a miss, and the file is replaced",
    async (content) => {
      const directory = mkdtempSync(join(tmpdir(), "latchkey-kept-"));
      writeFileSync(join(directory, KEY), content, { mode: 0o600 });
      const issuer = new TokenIssuer();
      const open1 = open(issuer, fileStore(directory, { onWarning: () => {} }));
      expect(await open1.header()).toBe("Bearer T1");
      expect(JSON.parse(readFileSync(join(directory, KEY), "utf8"))).toMatchObject({
        access_token: "T1",
        client_id: "id",
      });
      expect(readdirSync(directory)).toEqual([KEY]);
    },
  );

  test("an id that is a path stays within the directory", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-kept-"));
    const store = fileStore(join(directory, ".tokens"));
    const clientId = "../../x";
    await open(new TokenIssuer(), store, { clientId, storeKey: `${clientId}.helios_token` }).header();
    expect(readdirSync(directory)).toEqual([".tokens"]);
    expect(readdirSync(join(directory, ".tokens"))).toEqual([expect.stringMatching(/^~[0-9a-f]{64}$/)]);
  });
});

function* noVerify(): Flow<number | false> {
  return false;
}
