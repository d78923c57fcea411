import { memoryStore } from "@latchkey/session";
import { storeConformance } from "@latchkey/session/testing";
import { describe, expect, test } from "vitest";
import type { KeychainEntry } from "./keychainEntry.ts";
import { keychainStore } from "./keychainStore.ts";

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
  for (const { name, run } of storeConformance(() => keychainStore(keychain().open, "default/keystone", {}))) {
    test(name, run);
  }

  test("keeps the keys of two owners apart", async () => {
    const { open, kept } = keychain();
    await keychainStore(open, "one/keystone", {}).set("session", 1);
    expect(await keychainStore(open, "two/keystone", {}).get("session")).toBeUndefined();
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
    const store = keychainStore(open, "default/keystone", memoryStore());
    const failure = await Promise.resolve(store.set("session", "canary-9")).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "AuthenticationError", reason: "store", hint: /--store file/ });
    expect(JSON.stringify(failure)).not.toContain("canary");
    await expect(store.get("session")).rejects.toMatchObject({ reason: "store" });
    await expect(store.delete("session")).rejects.toMatchObject({ reason: "store" });
  });
});
