import type { Store } from "../contracts/store.ts";
import { isThenable } from "../driver/isThenable.ts";
import { type ConformanceCase, check, same } from "./conformanceCase.ts";
import { leaseConformance } from "./leaseConformance.ts";

const VALUES: readonly unknown[] = [
  { access_token: "T", nested: { list: [1, "two", null, true] } },
  {},
  [],
  [{ a: 1 }],
  "text with \u0000, \u2028 and \u{1F511}",
  "",
  0,
  -1.5,
  false,
  null,
  { long: "x".repeat(20_000) },
];

/** Keys that file names, URLs or patterns would confuse, and pairs that differ in case only. */
const KEYS: readonly string[] = [
  "client-1.helios_token",
  "Client-1.helios_token",
  "client-1",
  "",
  ".",
  "..",
  "../escape",
  "a/b",
  "a\\b",
  "a:b",
  "a*",
  "con",
  "nul.txt",
  "trailing.",
  "~",
  "\u00fc",
  "u\u0308",
  "\u{1F511}",
  "line\nbreak",
  "zero\u0000byte",
  "k".repeat(160),
  "k".repeat(161),
  "k".repeat(1000),
  "__proto__",
  "constructor",
];

/**
 * What every store must do, as cases for any test runner. Each opens a store of its own, which must be empty.
 *
 * @example
 * ```ts
 * import { test } from "node:test"; // or from "vitest"
 * for (const { name, run } of storeConformance(() => myStore(newEmptyDatabase()))) test(name, run);
 * ```
 */
export function storeConformance(open: () => Store | Promise<Store>): readonly ConformanceCase[] {
  const given = (name: string, run: (store: Store) => Promise<void>): ConformanceCase => ({
    name,
    run: async () => run(await open()),
  });
  return [
    given("has a name", async (store) => {
      check(store.name !== "", "its name is empty");
    }),
    given("answers undefined for a key that was never set", async (store) => {
      same(await store.get("nothing"), undefined);
    }),
    given("gives back every kind of JSON value", async (store) => {
      for (const [index, value] of VALUES.entries()) {
        await store.set(`value-${index}`, value);
        same(await store.get(`value-${index}`), value);
        await store.set(`lasting-${index}`, value, { expiresAt: Date.now() + 3_600_000 });
        same(await store.get(`lasting-${index}`), value);
      }
    }),
    given("gives back copies, whatever becomes of the value", async (store) => {
      const value = { list: [1] };
      await store.set("copy", value);
      value.list.push(2);
      same(await store.get("copy"), { list: [1] });
      const [first, second] = [await store.get("copy"), await store.get("copy")];
      check(first !== second, "two answers are the same object");
    }),
    given("replaces a value", async (store) => {
      await store.set("key", { first: true });
      await store.set("key", { second: true });
      same(await store.get("key"), { second: true });
    }),
    given("forgets a key, and does nothing where there is none", async (store) => {
      await store.set("key", 1);
      await store.delete("key");
      same(await store.get("key"), undefined);
      await store.delete("key");
      await store.delete("nothing");
    }),
    given("keeps every key apart, whatever its characters", async (store) => {
      for (const key of KEYS) await store.set(key, { key });
      for (const key of KEYS) same(await store.get(key), { key });
      await store.delete("client-1.helios_token");
      same(await store.get("Client-1.helios_token"), { key: "Client-1.helios_token" });
    }),
    given("answers undefined once a value has expired", async (store) => {
      await store.set("old", { a: 1 }, { expiresAt: Date.now() - 1 });
      same(await store.get("old"), undefined);
      await store.set("old", { a: 2 });
      same(await store.get("old"), { a: 2 });
    }),
    given("asks replaces with what is stored, and leaves it when told to", async (store) => {
      const asked: unknown[] = [];
      const replaces = (stored: unknown): boolean => asked.push(stored) === 1;
      await store.set("key", { n: 1 }, { replaces });
      await store.set("key", { n: 2 }, { replaces });
      same(asked, [undefined, { n: 1 }]);
      same(await store.get("key"), { n: 1 });
    }),
    given("refuses what is not JSON and keeps what was there", async (store) => {
      await store.set("key", { kept: true });
      for (const value of [undefined, () => {}]) {
        check(await fails(async () => store.set("key", value)), "it took a value that is not JSON");
      }
      same(await store.get("key"), { kept: true });
    }),
    given("returns no promise when it says that it is blocking", async (store) => {
      if (!store.blocking) return;
      const answers = [store.set("key", 1), store.get("key"), store.delete("key"), store.lease?.("key")];
      check(!answers.some(isThenable), "one of its methods returned a promise");
    }),
    ...leaseConformance(open),
  ];
}

async function fails(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch {
    return true;
  }
}
