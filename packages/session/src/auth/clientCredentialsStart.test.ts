import { describe, expect, test } from "vitest";
import { all, type Flow, sleep } from "../flow/flow.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { KEY, type KeptToken, openKept } from "../testbed/keptToken.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf, twins } from "../testbed/twins.ts";

describe.each(twins)("a token asked for by name, $twin", (twin) => {
  test("that the server refuses is replaced, by another session's where there is one", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const [first, second] = [openKept(twin, issuer, store), openKept(twin, issuer, store)];
    for (const session of [first, second]) expect(await session.header()).toBe("Bearer T1");
    await first.perform((auth, context) => auth.renew(context));
    await second.perform((auth, context) => auth.renew(context));
    expect([await first.header(), await second.header()]).toEqual(["Bearer T2", "Bearer T2"]);
    expect(issuer.issued).toBe(2);
  });

  test("start shows it to the server and replaces it when it is bad or has too little left", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const { perform, verifier, auth } = openKept(twin, issuer, store);
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

  test.each<[string, number | false, number]>([
    ["good", 3600, 0],
    ["bad", false, 1],
    ["soon over", 59, 1],
  ])("a stored one that only its issuer can tell about is asked about once: %s", async (_what, answer, issued) => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const plant = (): unknown => store.set(KEY, { access_token: "old", token_type: "Bearer" });
    plant();
    const started = openKept(twin, issuer, store, { acceptUnbound: true });
    started.verifier.answer = answer;
    await started.perform((auth, context) => auth.start(context, 60));
    expect([started.verifier.asked, issuer.issued]).toEqual([["old"], issued]);
    plant();
    const checked = openKept(twin, issuer, store, { acceptUnbound: true });
    checked.verifier.answer = answer;
    expect(await checked.perform((auth, context) => auth.check(context, 60))).toBe(issued === 0);
    expect(checked.verifier.asked).toEqual(["old"]);
  });

  test("check says whether it is good and asks for none", async () => {
    const issuer = new TokenIssuer();
    const store = memoryStore();
    const check = (session: KeptToken): Promise<boolean> => session.perform((auth, context) => auth.check(context, 60));
    expect(await check(openKept(twin, issuer, store))).toBe(false);
    expect(issuer.issued).toBe(0);
    await openKept(twin, issuer, store).header();
    const session = openKept(twin, issuer, store);
    expect(await check(session)).toBe(true);
    expect(session.auth.current()?.expiresAt?.getTime()).toBeCloseTo(Date.now() + 3_600_000, -5);
    session.verifier.answer = 30;
    expect(await check(session)).toBe(false);
  });

  test("a person who asks again is not told of the last failure", async () => {
    const issuer = new TokenIssuer();
    const { perform } = openKept(twin, issuer, memoryStore());
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
    const { perform, auth, transport } = openKept(twin, issuer, store);
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
});
