import type { CookieRecord } from "./cookieRecord.ts";

/** Paths of requests: the one that a cookie came from, and the one that it should go to. */
export interface CookiePaths {
  readonly from: string;
  readonly to: string;
}

/** The cookies of one origin, kept by us or by a browser. Times are ms since 1970, paths those of requests. */
export interface Jar {
  /** Whether a browser keeps the cookies, so that HttpOnly ones, such as a session's, cannot be seen here. */
  readonly hidden: boolean;
  /** Takes the Set-Cookie fields of a reply to a request for `path`. Fields that are not allowed are ignored. */
  store(setCookie: readonly string[], path: string, now: number): void;
  /** The Cookie header for a request, `undefined` when there is none to send. */
  header(path: string, now: number): string | undefined;
  /** The value of the first cookie of that name that goes to this path. */
  get(name: string, path: string, now: number): string | undefined;
  /** Why a cookie that these fields set does not go there: the end of a sentence. `undefined` when they set none. */
  whyNotSent(name: string, setCookie: readonly string[], paths: CookiePaths, now: number): string | undefined;
  /** The cookies that have not expired, oldest first. Holds their values. */
  snapshot(now: number): CookieRecord[];
  /** Replaces all cookies by those of a snapshot. What is no valid record, or not allowed here, is left out. */
  restore(records: unknown, now: number): void;
}
