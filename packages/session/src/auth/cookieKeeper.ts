import type { Store, StoreWarning } from "../contracts/store.ts";
import type { Jar } from "../cookies/jar.ts";
import type { Clock } from "../driver/transport.ts";
import type { Flow } from "../flow/flow.ts";
import { askStore } from "../stores/askStore.ts";
import { deleteWhere } from "../stores/deleteWhere.ts";
import { storeTrouble } from "./storeTrouble.ts";

/** The cookies of a session as a store keeps them: all in one record, because a login replaces them all at once. */
interface CookieSessionRecord {
  readonly kind: "cookies";
  /** Where they belong: a record of another server is never used. */
  readonly url: string;
  readonly cookies: readonly unknown[];
}

export interface CookieKeeperOptions {
  readonly store: Store;
  /** Base URL of the session; the record is bound to it. */
  readonly url: string;
  /** Default: one for each base URL. */
  readonly key?: string | undefined;
  readonly warn: StoreWarning;
  /** The session that cookies of a record are, if any. */
  readonly sessionOf: (cookies: readonly unknown[], now: number) => string | undefined;
}

/** Keeps a session's cookies in a store. Its troubles are warnings: the session works without the copy. */
export class CookieKeeper {
  readonly store: Store;
  readonly key: string;
  readonly #url: string;
  readonly #warn: StoreWarning;
  readonly #sessionOf: CookieKeeperOptions["sessionOf"];

  constructor({ store, url, key = `cookies ${url}`, warn, sessionOf }: CookieKeeperOptions) {
    this.store = store;
    this.key = key;
    this.#url = url;
    this.#warn = warn;
    this.#sessionOf = sessionOf;
  }

  /** Puts what is stored into a jar; `false` when there is nothing that can be used. */
  *load(jar: Jar, clock: Clock): Flow<boolean> {
    const answer = yield* askStore(this.store, clock, () => this.store.get(this.key));
    if ("error" in answer) {
      this.#told("could not be read", answer.error);
      return false;
    }
    const cookies = readRecord(answer.value, this.#url);
    if (cookies === undefined) return false;
    jar.restore(cookies, clock.wall());
    return jar.snapshot(clock.wall()).length > 0;
  }

  /** Stores the cookies of a new session. */
  save(jar: Jar, clock: Clock): Flow<void> {
    return this.#write(jar, clock);
  }

  /** Stores what became of a session's cookies, unless another session is stored by now. */
  update(session: string | undefined, jar: Jar, clock: Clock): Flow<void> {
    return this.#write(jar, clock, (stored) => {
      const found = this.#stored(stored, clock);
      return found === undefined || found === session;
    });
  }

  /** Forgets a session, unless another one is stored by now. */
  *forget(session: string | undefined, clock: Clock): Flow<void> {
    if (session === undefined) return;
    const { store, key } = this;
    const isIt = (stored: unknown): boolean => this.#stored(stored, clock) === session;
    const answer = yield* askStore(store, clock, () => deleteWhere(store, key, isIt));
    if ("error" in answer) this.#told("could not forget the session", answer.error);
  }

  *#write(jar: Jar, clock: Clock, replaces?: (stored: unknown) => boolean): Flow<void> {
    const cookies = jar.snapshot(clock.wall());
    const record: CookieSessionRecord = { kind: "cookies", url: this.#url, cookies };
    const ends = cookies.map(({ expires }) => expires ?? Infinity);
    const last = Math.max(...ends);
    const expiresAt = ends.length > 0 && last !== Infinity ? last : undefined;
    const answer = yield* askStore(this.store, clock, () => this.store.set(this.key, record, { expiresAt, replaces }));
    if ("error" in answer) this.#told("could not keep the session", answer.error);
  }

  #stored(value: unknown, clock: Clock): string | undefined {
    const cookies = readRecord(value, this.#url);
    return cookies && this.#sessionOf(cookies, clock.wall());
  }

  #told(what: string, error: unknown): void {
    this.#warn(storeTrouble(this.store, what, error, "The session works"));
  }
}

function readRecord(value: unknown, url: string): readonly unknown[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const record: Partial<Record<keyof CookieSessionRecord, unknown>> = Object.assign(Object.create(null), value);
  if (record.kind !== "cookies" || record.url !== url || !Array.isArray(record.cookies)) return undefined;
  return record.cookies;
}
