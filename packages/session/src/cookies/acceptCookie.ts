import { describeValue } from "../request/describeValue.ts";
import { isLoopback } from "../request/isLoopback.ts";
import { defaultPath, withoutQuery } from "./cookiePath.ts";
import type { ParsedCookie } from "./parseSetCookie.ts";

/** A cookie in the jar. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  /** ms since 1970; `Infinity` for as long as the session lasts. */
  readonly expires: number;
}

/** What the origin of a jar permits. */
export interface CookieHost {
  readonly hostname: string;
  readonly https: boolean;
  /**
   * Whether Secure cookies may be set and sent: over https, and over http to this machine, because no network lies
   * between. Browsers do the same, so that a server with secure cookies can be tried out on localhost.
   */
  readonly trusted: boolean;
}

/** Reads what matters about cookies from an origin, as `URL.origin` spells it. */
export function cookieHost(origin: string): CookieHost {
  const { protocol, hostname } = new URL(origin);
  const https = protocol === "https:";
  return { hostname, https, trusted: https || isLoopback(hostname) };
}

/**
 * Decides whether a server may set this cookie (RFC 6265bis §5.7), and for which path. A Domain that covers the host
 * is met, but never widens the cookie beyond it.
 */
export function acceptCookie(parsed: ParsedCookie, host: CookieHost, requestPath: string): Cookie | undefined {
  if (cookieRefusal(parsed, host) !== undefined) return undefined;
  const { name, value, secure, expires } = parsed;
  return { name, value, path: parsed.path ?? defaultPath(withoutQuery(requestPath)), secure, expires };
}

/** Why a server may not set this cookie, for people: the end of a sentence. `undefined` where it may. */
export function cookieRefusal(
  { name, domain, path, secure }: ParsedCookie,
  { hostname, trusted }: CookieHost,
): string | undefined {
  if (domain !== undefined && !covers(domain, hostname)) {
    return `its Domain is ${describeValue(domain)}, which ${hostname} does not belong to`;
  }
  if (secure && !trusted) return "it is Secure, and url is not https";
  const lacks =
    (/^__secure-/i.test(name) && !secure) ||
    (/^__host-/i.test(name) && !(secure && domain === undefined && path === "/"));
  return lacks ? "it lacks what its prefix asks for" : undefined;
}

function covers(domain: string, hostname: string): boolean {
  if (hostname === domain) return true;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return !isAddress && hostname.endsWith(`.${domain}`);
}
