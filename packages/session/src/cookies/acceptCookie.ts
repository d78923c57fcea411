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
  const { name, value, domain, secure, expires } = parsed;
  if (domain !== undefined && !covers(domain, host.hostname)) return undefined;
  if (secure && !host.trusted) return undefined;
  if (/^__secure-/i.test(name) && !secure) return undefined;
  if (/^__host-/i.test(name) && !(secure && domain === undefined && parsed.path === "/")) return undefined;
  return { name, value, path: parsed.path ?? defaultPath(withoutQuery(requestPath)), secure, expires };
}

function covers(domain: string, hostname: string): boolean {
  if (hostname === domain) return true;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return !isAddress && hostname.endsWith(`.${domain}`);
}
