import type { Lease, LeaseAttempt, Store } from "../contracts/store.ts";
import { type ConformanceCase, check } from "./conformanceCase.ts";

/** What the leases of a store must do; nothing, where it offers none. */
export function leaseConformance(open: () => Store | Promise<Store>): readonly ConformanceCase[] {
  type Take = (stale?: string) => Promise<LeaseAttempt>;
  const given = (name: string, run: (take: Take, other: Take) => Promise<void>): ConformanceCase => ({
    name: `lease: ${name}`,
    async run() {
      const store = await open();
      if (store.lease === undefined) return;
      const taker =
        (key: string): Take =>
        async (stale) =>
          (await store.lease?.(key, stale)) ?? { sign: "" };
      await run(taker("key"), taker("another key"));
    },
  });
  return [
    given("is one holder's at a time, key by key", async (take, other) => {
      held(await take());
      signOf(await take());
      held(await other());
    }),
    given("can be taken again once released", async (take) => {
      await held(await take()).release();
      await held(await take()).release();
      held(await take());
    }),
    given("shows another sign after each beat, and the same without", async (take) => {
      const lease = held(await take());
      const before = signOf(await take());
      check(signOf(await take()) === before, "the sign changed although nobody beat");
      check(await lease.beat(), "its holder was told that it was lost");
      check(signOf(await take()) !== before, "the sign did not change with a beat");
    }),
    given("shows a sign of its own for each of many beats in a row", async (take) => {
      const lease = held(await take());
      const signs = new Set([signOf(await take())]);
      for (let beat = 1; beat <= 20; beat += 1) {
        await lease.beat();
        signs.add(signOf(await take()));
        check(signs.size === beat + 1, `beat ${beat} left the sign as it was`);
      }
    }),
    given("can be taken from a holder whose sign is stale, and from no other", async (take) => {
      const lease = held(await take());
      signOf(await take());
      signOf(await take("another sign"));
      check(await lease.beat(), "it was taken by somebody who named another sign");
      const current = signOf(await take());
      check(current !== "", "it shows no sign");
      held(await take(current));
      check(!(await lease.beat()), "the old holder was not told that it was lost");
    }),
    given("goes to one of several who find the same sign stale", async (take) => {
      held(await take());
      const sign = signOf(await take());
      const attempts = await Promise.all(Array.from({ length: 20 }, () => take(sign)));
      const winners = attempts.filter((attempt) => "lease" in attempt).length;
      check(winners === 1, `${winners} of 20 took it`);
    }),
    given("is not given back by a holder who lost it", async (take) => {
      const lost = held(await take());
      const lease = held(await take(signOf(await take())));
      await lost.release();
      signOf(await take());
      check(await lease.beat(), "the new holder lost it");
    }),
  ];
}

function held(attempt: LeaseAttempt): Lease {
  if ("lease" in attempt) return attempt.lease;
  throw new Error("The store does not conform: a free lease was not given.");
}

function signOf(attempt: LeaseAttempt): string {
  check("sign" in attempt, "a lease was given to two");
  return "sign" in attempt ? attempt.sign : "";
}
