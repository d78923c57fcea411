import type { Store } from "../contracts/store.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { defaulting, matching, required, text } from "../request/optionChecks.ts";
import { jsonText } from "./jsonText.ts";
import { type KeychainEntry, keychainEntries, type OpenEntry } from "./keychainEntry.ts";

/** A keychain that is locked may wait for somebody to type a password; nobody may be there. */
const LONGEST = 10_000;

/** What {@link keychainStore} takes. */
export interface KeychainStoreOptions {
  /** Whom the keychain shows as the owner of the secrets: the name of your program. */
  readonly service: string;
  /** What the names of all keys begin with. Default `"latchkey/"`. */
  readonly prefix?: string | undefined;
  /** Keeps processes from signing in at the same time, as keychains cannot: `fileStore(dir)` does. Default: nothing does. */
  readonly leases?: Pick<Store, "lease"> | undefined;
}

const isStore = (value: unknown): value is Pick<Store, "lease"> => typeof value === "object" && value !== null;

const SHAPE = {
  service: required(text()),
  prefix: defaulting(text(), "latchkey/"),
  leases: matching("a store, e.g. fileStore(dir)", isStore),
};

interface Kept {
  readonly value: unknown;
  readonly expiresAt?: number | undefined;
}

/**
 * A store in the keychain of the system: macOS, Windows, and Linux with a Secret Service or the kernel's key ring. It
 * needs the package `@napi-rs/keyring`, which is loaded at the first use. For the async twin: a keychain may ask somebody to
 * unlock it, so a blocking session refuses this store. A question that is not answered within ten seconds has failed, and
 * sessions go on without the store after two; a keychain that never answers may keep the process from ending by itself.
 * Windows holds 2,560 bytes in an entry.
 *
 * @throws UsageError (`option`) for an option that is missing, unknown or not allowed. What the store throws later is an
 * AuthenticationError (`store`) that says what to do.
 *
 * @example
 * ```ts
 * const leases = fileStore(join(homedir(), ".my-app"));
 * const client = new AsyncKeystoneClient({ url, store: keychainStore({ service: "my-app", leases }) });
 * ```
 */
export function keychainStore(options: KeychainStoreOptions): Store {
  const { service, prefix, leases } = checkOptions(options, SHAPE);
  return entryStore(keychainEntries(service), prefix, leases);
}

/** A store of one entry for each key. */
export function entryStore(open: OpenEntry, prefix: string, leases: Pick<Store, "lease"> = {}): Store {
  const asked = <T>(what: string, key: string, ask: (entry: KeychainEntry) => Promise<T>): Promise<T> =>
    bounded(what, async () => ask(await open(prefix + key)));

  async function get(key: string): Promise<unknown> {
    const text = await asked("Reading from", key, (entry) => entry.getPassword());
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
      const text = JSON.stringify({ value: plain, expiresAt });
      await asked("Writing to", key, (entry) => entry.setPassword(text));
    },
    async delete(key) {
      await asked("Removing from", key, (entry) => entry.deletePassword());
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

async function bounded<T>(what: string, ask: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(what)), LONGEST);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    // What the platform says may quote the secret; the kind of failure is all that helps.
    throw error instanceof AuthenticationError ? error : failed(what);
  } finally {
    clearTimeout(timer);
  }
}

function failed(what: string): AuthenticationError {
  return new AuthenticationError("store", `${what} the keychain failed: it is locked, absent or does not answer.`, {
    hint: "Unlock it, or keep secrets in a file: fileStore(dir), or --store file.",
  });
}
