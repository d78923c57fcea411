import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { assertBlockingStore } from "../contracts/store.ts";
import { scratchDirectory } from "../testbed/scratchDirectory.ts";
import { fileStore } from "./fileStore.ts";
import type { KeychainEntry } from "./keychainEntry.ts";
import { entryStore, keychainStore } from "./keychainStore.ts";
import { storeConformance } from "./storeConformance.ts";

/** A keychain as the package for it behaves, in memory: this machine may have none. */
function keychain(): { open: (account: string) => KeychainEntry; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const open = (account: string): KeychainEntry => ({
    setPassword: async (password) => void kept.set(account, password),
    getPassword: async () => kept.get(account) ?? null,
    deletePassword: async () => kept.delete(account),
  });
  return { open, kept };
}

describe("keychainStore", () => {
  for (const { name, run } of storeConformance(() => entryStore(keychain().open, "latchkey/"))) test(name, run);

  test("works with the keychain of this machine, or says what to do", async () => {
    const store = keychainStore({ service: "latchkey-test", prefix: `${randomUUID()}/` });
    try {
      await store.set("session", { a: 1 });
    } catch (error) {
      expect(error).toMatchObject({ name: "AuthenticationError", reason: "store", hint: /fileStore\(dir\)/ });
      return;
    }
    expect(await store.get("session")).toEqual({ a: 1 });
    await store.delete("session");
    expect(await store.get("session")).toBeUndefined();
  });

  test("has the leases of the store that it is given, and no others", async () => {
    expect(keychainStore({ service: "latchkey-test" })).not.toHaveProperty("lease");
    const leases = fileStore(scratchDirectory());
    const store = keychainStore({ service: "latchkey-test", leases });
    expect(await store.lease?.("session")).toHaveProperty("lease");
    expect(leases.lease?.("session")).toHaveProperty("sign");
  });

  test("is refused for a blocking session, and refuses options that it does not know", () => {
    expect(() => assertBlockingStore(keychainStore({ service: "latchkey-test" }))).toThrow(/"keychain"/);
    expect(() => keychainStore({ service: "" })).toThrow(/^service must be/);
    const misspelt = { service: "a", lease: undefined };
    expect(() => keychainStore(misspelt)).toThrow(/lease/);
  });

  test("keeps the keys of two owners apart", async () => {
    const { open, kept } = keychain();
    await entryStore(open, "one/keystone/").set("session", 1);
    expect(await entryStore(open, "two/keystone/").get("session")).toBeUndefined();
    expect([...kept.keys()]).toEqual(["one/keystone/session"]);
  });

  test("says what to do when the keychain fails, and repeats nothing of what it was given", async () => {
    const open = (): KeychainEntry => ({
      setPassword: async (password) => {
        throw new Error(`cannot store ${password}`);
      },
      getPassword: async () => {
        throw new Error("locked");
      },
      deletePassword: async () => {
        throw new Error("locked");
      },
    });
    const store = entryStore(open, "default/keystone/");
    const failure = await Promise.resolve(store.set("session", "canary-9")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "AuthenticationError", reason: "store", hint: /--store file/ });
    expect(JSON.stringify(failure)).not.toContain("canary");
    await expect(store.get("session")).rejects.toMatchObject({ reason: "store" });
    await expect(store.delete("session")).rejects.toMatchObject({ reason: "store" });
  });
});
