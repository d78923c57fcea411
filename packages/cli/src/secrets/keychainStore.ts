import { AuthenticationError, jsonText, type Store } from "@latchkey/session";
import type { OpenEntry } from "./keychainEntry.ts";

/** A keychain that is locked may wait for somebody to type a password; nobody may be there. */
const LONGEST = 10_000;

interface Kept {
  readonly value: unknown;
  readonly expiresAt?: number | undefined;
}

/**
 * A store in the keychain of the system. Keychains know no locks: the leases of another store, one of files, keep
 * processes from signing in at the same time.
 *
 * @param prefix - what tells the keys of this store from those of others in the same keychain
 */
export function keychainStore(open: OpenEntry, prefix: string, leases: Pick<Store, "lease">): Store {
  const entry = (key: string): ReturnType<OpenEntry> => open(`${prefix}/${key}`);

  async function get(key: string): Promise<unknown> {
    const text = await bounded("Reading from", entry(key).getPassword());
    const kept = typeof text === "string" ? parse(text) : undefined;
    return kept === undefined || (kept.expiresAt ?? Infinity) <= Date.now() ? undefined : kept.value;
  }

  return {
    name: "keychain",
    blocking: false,
    get,
    async set(key, value, { expiresAt, replaces } = {}) {
      const plain: unknown = JSON.parse(jsonText(key, value));
      if (replaces?.(await get(key).catch(() => undefined)) === false) return;
      await bounded("Writing to", entry(key).setPassword(JSON.stringify({ value: plain, expiresAt })));
    },
    async delete(key) {
      await bounded("Removing from", entry(key).deletePassword());
    },
    ...(leases.lease !== undefined && { lease: leases.lease.bind(leases) }),
  };
}

function parse(text: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null || !("value" in kept)) return undefined;
    const expiresAt = "expiresAt" in kept && typeof kept.expiresAt === "number" ? kept.expiresAt : undefined;
    return { value: kept.value, expiresAt };
  } catch {
    // Somebody else's entry: as good as none.
    return undefined;
  }
}

async function bounded<T>(what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(what)), LONGEST);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    // What the platform says may quote the secret; the kind of failure is all that helps.
    throw error instanceof AuthenticationError ? error : failed(what);
  } finally {
    clearTimeout(timer);
  }
}

function failed(what: string): AuthenticationError {
  return new AuthenticationError("store", `${what} the keychain failed: it is locked, absent or does not answer.`, {
    hint: "Unlock it, or sign in again with --store file.",
  });
}
