import { acceptCookie, type Cookie, type CookieHost, cookieHost } from "./acceptCookie.ts";
import { pathMatches, withoutQuery } from "./cookiePath.ts";
import { type CookieRecord, readCookieRecord, toCookieRecord } from "./cookieRecord.ts";
import type { CookiePaths, Jar } from "./jar.ts";
import { type ParsedCookie, parseSetCookie } from "./parseSetCookie.ts";
import { selectCookies } from "./selectCookies.ts";
import { whyNotSent } from "./whyNotSent.ts";

const MAX_COOKIES = 50;

/** How a {@link CookieJar} differs from the default. */
export interface CookieJarOptions {
  /** Names of cookies that no other cookie may push out, such as `sessionid`. Default: none. */
  readonly keep?: readonly string[] | undefined;
}

interface Selection {
  readonly path: string;
  /** When the first cookie of the jar expires. */
  readonly until: number;
  readonly cookies: readonly Cookie[];
  readonly header: string | undefined;
}

/**
 * The cookies of one origin (RFC 6265bis): never sent to another host, port or scheme, whatever their Domain says.
 * Holds at most 50 cookies of 4096 octets and sends at most 8 KiB of them. Values show neither in `util.inspect` nor
 * in JSON; only {@link CookieJar.snapshot} gives them away.
 *
 * Times are ms since 1970, paths those of requests; a query in them is ignored.
 *
 * @example
 * const jar = new CookieJar("https://api.example.com", { keep: ["sessionid"] });
 * jar.store(["sessionid=abc; Path=/; Secure"], "/login/", Date.now());
 * jar.header("/users/", Date.now());   // "sessionid=abc"
 */
export class CookieJar implements Jar {
  /** They are all here. */
  get hidden(): boolean {
    return false;
  }
  readonly #host: CookieHost;
  readonly #keep: ReadonlySet<string>;
  /** By name and path, oldest first: a cookie that is set again keeps its place. */
  readonly #cookies = new Map<string, Cookie>();
  #rootOnly = true;
  #selection: Selection | undefined;

  /** @param origin - as `URL.origin` spells it */
  constructor(origin: string, options: CookieJarOptions = {}) {
    this.#host = cookieHost(origin);
    this.#keep = new Set(options.keep);
  }

  /** Takes the Set-Cookie fields of a reply to a request for `path`. Fields that are not allowed are ignored. */
  store(setCookie: readonly string[], path: string, now: number): void {
    this.#dropExpired(now);
    for (const field of setCookie) {
      const cookie = this.#accept(parseSetCookie(field, now), path);
      if (cookie !== undefined && !this.#shadowsSecure(cookie)) this.#put(cookie, now);
    }
  }

  /** The Cookie header for a request, `undefined` when there is none to send. */
  header(path: string, now: number): string | undefined {
    return this.#select(path, now).header;
  }

  /** The value of the first cookie of that name that {@link CookieJar.header} sends to this path. */
  get(name: string, path: string, now: number): string | undefined {
    return this.#select(path, now).cookies.find((cookie) => cookie.name === name)?.value;
  }

  /** Why a cookie that these fields set does not go there: the end of a sentence. `undefined` when they set none. */
  whyNotSent(name: string, setCookie: readonly string[], paths: CookiePaths, now: number): string | undefined {
    return whyNotSent(name, setCookie, this.#host, paths, now);
  }

  /** Forgets the cookies of that name, for every path. */
  delete(name: string): void {
    this.#selection = undefined;
    for (const [key, cookie] of this.#cookies) if (cookie.name === name) this.#cookies.delete(key);
  }

  /** Forgets all cookies. */
  clear(): void {
    this.#selection = undefined;
    this.#cookies.clear();
  }

  /** The cookies that have not expired, oldest first, for {@link CookieJar.restore}. Holds their values. */
  snapshot(now: number): CookieRecord[] {
    this.#dropExpired(now);
    return [...this.#cookies.values()].map(toCookieRecord);
  }

  /** Replaces all cookies by those of a snapshot. What is no valid record, or not allowed here, is left out. */
  restore(records: unknown, now: number): void {
    this.clear();
    if (!Array.isArray(records)) return;
    for (const record of records) {
      const cookie = this.#accept(readCookieRecord(record, now), "/");
      if (cookie !== undefined) this.#put(cookie, now);
    }
  }

  #accept(parsed: ParsedCookie | undefined, path: string): Cookie | undefined {
    return parsed && acceptCookie(parsed, this.#host, path);
  }

  #put(cookie: Cookie, now: number): void {
    this.#selection = undefined;
    const key = `${cookie.name};${cookie.path}`;
    if (cookie.expires <= now) this.#cookies.delete(key);
    else this.#cookies.set(key, cookie);
    if (this.#cookies.size > MAX_COOKIES) this.#evict();
  }

  /** Whoever can tamper with http must not be able to replace a cookie that was meant for https. */
  #shadowsSecure({ name, path, secure }: Cookie): boolean {
    if (secure || this.#host.https) return false;
    return [...this.#cookies.values()].some((old) => old.secure && old.name === name && pathMatches(path, old.path));
  }

  #evict(): void {
    let victim: string | undefined;
    for (const [key, cookie] of this.#cookies) {
      victim ??= key;
      if (this.#keep.has(cookie.name)) continue;
      victim = key;
      break;
    }
    if (victim !== undefined) this.#cookies.delete(victim);
  }

  #dropExpired(now: number): void {
    for (const [key, cookie] of this.#cookies) {
      if (cookie.expires > now) continue;
      this.#cookies.delete(key);
      this.#selection = undefined;
    }
  }

  /** Every request asks: the answer is kept until the jar, the path or an expiry changes it. */
  #select(path: string, now: number): Selection {
    const known = this.#selection;
    if (known !== undefined && now < known.until && (this.#rootOnly || known.path === withoutQuery(path))) return known;
    this.#dropExpired(now);
    const all = [...this.#cookies.values()];
    const cookies = selectCookies(all, withoutQuery(path), this.#keep);
    const header = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    this.#rootOnly = all.every((cookie) => cookie.path === "/");
    this.#selection = {
      path: withoutQuery(path),
      until: Math.min(...all.map((cookie) => cookie.expires)),
      cookies,
      header: header === "" ? undefined : header,
    };
    return this.#selection;
  }
}
