import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Lease, Store } from "../contracts/store.ts";
import { cancelAsync, runAsync } from "../driver/runAsync.ts";
import type { Task } from "../driver/task.ts";
import { TransportError } from "../errors/transportError.ts";
import { all, type Flow, sleep } from "../flow/flow.ts";
import { ready } from "../flow/ready.ts";
import { Slots } from "../flow/slots.ts";
import { HeaderFields } from "../message/headerFields.ts";
import { fileStore } from "../stores/fileStore.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { authContext } from "../testbed/authContext.ts";
import { CLIENT, KEY, openKept } from "../testbed/keptToken.ts";
import { scratchDirectory } from "../testbed/scratchDirectory.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf, twins } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { clientCredentials } from "./clientCredentials.ts";
import type { ClientCredentialsOptions } from "./clientCredentialsOptions.ts";

describe.each(twins)("a kept token, $twin", (twin) => {
  test("is used by the next session, which asks for none", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    expect(await openKept(twin, issuer, store).header()).toBe("Bearer T1");
    const next = openKept(twin, issuer, store);
    expect(await next.header()).toBe("Bearer T1");
    expect(next.auth.current()).toMatchObject({ source: "store", clientId: "id" });
    expect(issuer.issued).toBe(1);
  });

  test("stays with its issuer, client, scope and parameters", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    await openKept(twin, issuer, store).header();
    const others: Partial<ClientCredentialsOptions>[] = [
      { tokenUrl: "http://127.0.0.1/api/oauth/token" },
      { issuer: "http://localhost/v2" },
      { clientId: "other" },
      { scope: "read" },
      { parameters: { audience: "x" } },
    ];
    for (const [index, other] of others.entries()) {
      expect(await openKept(twin, issuer, store, other).header()).toBe(`Bearer T${index + 2}`);
    }
  });

  test("near its end, or past it, is not used", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const now = Date.now();
    await openKept(twin, issuer, store, {}, now).header();
    expect(await openKept(twin, issuer, store, {}, now + 3_530_000).header()).toBe("Bearer T1");
    expect(await openKept(twin, issuer, store, {}, now + 3_541_000).header()).toBe("Bearer T2");
  });

  test("whose times are in the future is shown to the issuer first", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const later = Date.now() + 86_400_000;
    await openKept(twin, issuer, store, {}, later).header();
    const good = openKept(twin, issuer, store);
    expect(await good.header()).toBe("Bearer T1");
    expect(good.verifier.asked).toEqual(["T1"]);
    const bad = openKept(twin, issuer, store);
    bad.verifier.answer = false;
    expect(await bad.header()).toBe("Bearer T2");
    expect(await openKept(twin, issuer, store).header()).toBe("Bearer T2");
  });

  test.each([-1, 1])(
    "survives a clock that is off by ten years (%i) with one token request more at most",
    async (sign) => {
      const issuer = new TokenIssuer();
      const store = memoryStore();
      await openKept(twin, issuer, store, { verify: noVerify }).header();
      const off = openKept(twin, issuer, store, { verify: noVerify }, Date.now() + sign * 10 * 365 * 86_400_000);
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
    const unasked = openKept(twin, issuer, memoryStore());
    expect(await unasked.header()).toBe("Bearer T1");
    const good = openKept(twin, issuer, store, { acceptUnbound: true });
    expect(await good.header()).toBe("Bearer old");
    const bad = openKept(twin, issuer, store, { acceptUnbound: true });
    bad.verifier.answer = false;
    expect(await bad.header()).toBe("Bearer T2");
    store.set(KEY, value);
    const closed = openKept(twin, issuer, store);
    expect(await closed.header()).toBe("Bearer T3");
    expect(closed.verifier.asked).toEqual([]);
  });

  test("is kept when the issuer cannot be asked about it", async () => {
    const store = memoryStore();
    const value = { name: "Authorization", value: "Bearer old" };
    store.set(KEY, value);
    const { header, verifier } = openKept(twin, new TokenIssuer(), store, { acceptUnbound: true });
    verifier.answer = new Error("unreachable");
    expect(await failureOf(header())).toMatchObject({ message: "unreachable" });
    expect(store.get(KEY)).toEqual(value);
  });

  // Stores of blocking sessions answer at once.
  test.runIf(twin.twin === "async")("needs no lease that comes too late, and gives it back", async () => {
    const issuer = new TokenIssuer();
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    let answer: (attempt: { readonly lease: Lease }) => void = () => {};
    const store: Store = {
      ...memoryStore(),
      blocking: false,
      lease: () => new Promise((resolve) => (answer = resolve)),
    };
    const auth = clientCredentials({ ...CLIENT, store });
    expect(await twin.run(auth.credential(authContext(transport)), transport)).toMatchObject({
      headers: { authorization: "Bearer T1" },
    });
    const releases: string[] = [];
    answer({ lease: { beat: () => true, release: () => void releases.push("late") } });
    await expect.poll(() => releases).toEqual(["late"]);
  });

  test("that is newer is not overwritten by a session that was held up, which takes it", async () => {
    const issuer = new TokenIssuer();
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    // Nobody waits for the other.
    const lease = { beat: () => true, release: () => {} };
    const store: Store = { ...memoryStore(), lease: () => ({ lease }) };
    const strategies = [0, 1].map(() => clientCredentials({ ...CLIENT, store }));
    function* first(): Flow<unknown> {
      issuer.delay = 1_000;
      return yield* strategies[0]?.credential(authContext(transport)) ?? ready(undefined);
    }
    function* second(): Flow<unknown> {
      yield* sleep(transport.clock.now() + 100);
      issuer.delay = 0;
      return yield* strategies[1]?.credential(authContext(transport)) ?? ready(undefined);
    }
    const outcomes = await twin.run(
      all(2, (index) => (index === 0 ? first() : second())),
      transport,
    );
    const headers = { authorization: "Bearer T2" };
    expect(outcomes).toEqual([{ value: { headers, source: "store" } }, { value: { headers, source: "login" } }]);
    expect(store.get(KEY)).toMatchObject({ access_token: "T2" });
  });

  test("that is older than the one that was refused is not used in its place", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    await openKept(twin, issuer, store).header();
    const older = store.get(KEY);
    store.delete(KEY);
    const { auth, transport } = openKept(twin, issuer, store, {}, Date.now() + 60_000);
    function* refusedOnce(): Flow<unknown> {
      const used = yield* auth.credential(authContext(transport));
      store.set(KEY, older);
      const reply = { status: 401, headers: HeaderFields.of([]), body: new Uint8Array(), url: "" };
      yield* auth.refused(used, reply, authContext(transport));
      return (yield* auth.credential(authContext(transport))).headers;
    }
    expect(await twin.run(refusedOnce(), transport)).toEqual({ authorization: "Bearer T3" });
  });

  test("in memory is asked for by one of the sessions that share it and need it at the same moment", async () => {
    const issuer = new TokenIssuer();
    issuer.delay = 1_000;
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    const store = memoryStore();
    const strategies = Array.from({ length: 20 }, () => clientCredentials({ ...CLIENT, store }));
    const credentials = all(20, (index) => strategies[index]?.credential(authContext(transport)) ?? ready(undefined));
    const outcomes = await twin.run(credentials, transport);
    const given = new Set(
      outcomes.map((outcome) => ("error" in outcome ? outcome.error : outcome.value?.headers["authorization"])),
    );
    expect([issuer.issued, given]).toEqual([1, new Set(["Bearer T1"])]);
  });

  test("that was stored between the last look and the lease is used: the holder before had just let go", async () => {
    const issuer = new TokenIssuer();
    const kept = memoryStore();
    await openKept(twin, issuer, kept).header();
    const record = kept.get(KEY);
    kept.delete(KEY);
    let held = 0;
    const store: Store = {
      ...kept,
      lease() {
        kept.set(KEY, record);
        held += 1;
        const release = (): void => {
          held -= 1;
        };
        return { lease: { beat: () => true, release } };
      },
    };
    expect(await openKept(twin, issuer, store).header()).toBe("Bearer T1");
    expect([issuer.issued, held]).toEqual([1, 0]);
  });

  test("is not stored by a session that lost its lease", async () => {
    const kept = memoryStore();
    const store: Store = { ...kept, lease: () => ({ lease: { beat: () => false, release: () => {} } }) };
    expect(await openKept(twin, new TokenIssuer(), store).header()).toBe("Bearer T1");
    expect(kept.get(KEY)).toBeUndefined();
  });

  test.each(["", "{", "[]", "null", "7", "\u0000\u0001", "x".repeat(70_000), '{"name":"Host","value":"evil"}'])(
    "in a file that holds %j is a miss, and the file is replaced",
    async (content) => {
      const directory = scratchDirectory();
      writeFileSync(join(directory, KEY), content, { mode: 0o600 });
      const issuer = new TokenIssuer();
      const open1 = openKept(twin, issuer, fileStore(directory, { onWarning: () => {} }));
      expect(await open1.header()).toBe("Bearer T1");
      expect(JSON.parse(readFileSync(join(directory, KEY), "utf8"))).toMatchObject({
        access_token: "T1",
        client_id: "id",
      });
      expect(readdirSync(directory)).toEqual([KEY]);
    },
  );

  test("an id that is a path stays within the directory", async () => {
    const directory = scratchDirectory();
    const store = fileStore(join(directory, ".tokens"));
    const clientId = "../../x";
    await openKept(twin, new TokenIssuer(), store, { clientId, storeKey: `${clientId}.helios_token` }).header();
    expect(readdirSync(directory)).toEqual([".tokens"]);
    expect(readdirSync(join(directory, ".tokens"))).toEqual([expect.stringMatching(/^~[0-9a-f]{64}$/)]);
  });
});

test("a store that never answers costs seconds, not the token", async () => {
  const never = (): Promise<never> => new Promise(() => {});
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  const store: Store = { name: "stuck", blocking: false, get: never, set: never, delete: never };
  const twin = twins.find(({ twin }) => twin === "async");
  if (twin === undefined) throw new Error("There is no async twin.");
  const { header, transport } = openKept(twin, new TokenIssuer(), store, { onWarning });
  expect(await header()).toBe("Bearer T1");
  expect(transport.clock.now()).toBeLessThanOrEqual(6_000);
  expect(warnings).toContainEqual(expect.stringContaining("could not keep the token"));
});

test("closing the session gives the lock back", async () => {
  const directory = scratchDirectory();
  const issuer = new TokenIssuer();
  issuer.delay = 10_000;
  const transport = scriptedTransport(issuer.script, { wall: Date.now() });
  const auth = clientCredentials({ ...CLIENT, store: fileStore(directory) });
  const group = new Slots<Task>();
  const getting = runAsync(auth.credential(authContext(transport)), transport, undefined, group);
  expect(readdirSync(directory)).toEqual([`.${KEY}.lock`]);
  cancelAsync(group, new TransportError("aborted", "The session was closed."));
  expect(await failureOf(getting)).toMatchObject({ code: "aborted" });
  expect(readdirSync(directory)).toEqual([]);
});

function* noVerify(): Flow<number | false> {
  return false;
}
