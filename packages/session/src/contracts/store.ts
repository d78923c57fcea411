import { UsageError } from "../errors/usageError.ts";

/** How a value is kept. */
export interface SetOptions {
  /** From this moment (ms since 1970) the store answers as if the value were not there. Default: never. */
  readonly expiresAt?: number | undefined;
  /**
   * Asked with what is stored now (`undefined`: nothing), as late as the store can; `false` leaves it as it is. It is
   * how a writer that was held up does not overwrite what is newer.
   */
  readonly replaces?: ((stored: unknown) => boolean) | undefined;
}

/** The right to be the only one at work on a key, until released or until its holder shows no life any more. */
export interface Lease {
  /** Shows life; `false` when the lease has been lost to another. */
  beat(): boolean | Promise<boolean>;
  /** Gives it back; does nothing when it has been lost. */
  release(): void | Promise<void>;
}

/** A lease, or the sign of life of whoever holds it: a text that changes with every beat of the holder. */
export type LeaseAttempt = { readonly lease: Lease } | { readonly sign: string };

/**
 * Where credentials are kept between sessions. Every method may return a promise, unless `blocking` is true.
 *
 * To write one: keep JSON values by key, answer `undefined` for whatever cannot be used, throw an AuthenticationError
 * of reason `store` when something cannot be kept, and let `storeConformance` judge the result. A store that is shared
 * at the same time, by processes or sessions, offers `lease` too: one of them asks for a credential, and the others wait.
 *
 * @example
 * ```ts
 * const kept = new Map<string, { text: string; expiresAt: number }>();
 * const store: Store = {
 *   name: "map",
 *   blocking: true,
 *   get(key) {
 *     const { text, expiresAt } = kept.get(key) ?? { text: "", expiresAt: 0 };
 *     return Date.now() < expiresAt ? JSON.parse(text) : undefined;
 *   },
 *   set(key, value, { expiresAt = Infinity, replaces } = {}) {
 *     const text = jsonText(key, value); // throws for what is not JSON
 *     if (replaces?.(this.get(key)) !== false) kept.set(key, { text, expiresAt });
 *   },
 *   delete: (key) => void kept.delete(key),
 * };
 * ```
 */
export interface Store {
  /** What messages call it, e.g. `file`. */
  readonly name: string;
  /** Whether no method ever returns a promise: the blocking twins take only such stores. */
  readonly blocking: boolean;
  /** The value of a key; `undefined` when there is none that can be used. */
  get(key: string): unknown;
  /**
   * Keeps a JSON value.
   *
   * @throws AuthenticationError (`store`) when it could not be kept; what was there is then still there.
   */
  set(key: string, value: unknown, options?: SetOptions): void | Promise<void>;
  /**
   * Forgets a key; does nothing where there is none.
   *
   * @throws AuthenticationError (`store`) when it is still there.
   */
  delete(key: string): void | Promise<void>;
  /**
   * Tries to take the lease of a key and returns at once. `stale` is a sign that the caller has seen unchanged for too
   * long: the holder who gave it may be replaced, and no other. Of several who try, one succeeds.
   */
  lease?(key: string, stale?: string): LeaseAttempt | Promise<LeaseAttempt>;
}

/** A store that never returns a promise. */
export interface BlockingStore extends Store {
  readonly blocking: true;
  set(key: string, value: unknown, options?: SetOptions): void;
  delete(key: string): void;
  lease?(key: string, stale?: string): LeaseAttempt;
}

/**
 * Refuses a store that cannot serve a blocking session.
 *
 * @throws UsageError (`option`) when its methods may return promises.
 *
 * @example
 * ```ts
 * assertBlockingStore(store); // in the constructor of a blocking session of your own
 * store.get("token"); // never a promise from here on
 * ```
 */
export function assertBlockingStore(store: Store): asserts store is BlockingStore {
  if (store.blocking) return;
  throw new UsageError(
    "option",
    `The store "${store.name}" answers with promises, which a blocking session cannot wait for.`,
    {
      hint: "Use the async twin with this store, or memoryStore() or fileStore(dir) with this one.",
    },
  );
}

/** Told of what went wrong with a store and did not end the call: the token is used without it. */
export type StoreWarning = (problem: Error) => void;
