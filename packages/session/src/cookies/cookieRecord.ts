import type { Cookie } from "./acceptCookie.ts";
import { capExpiry, isCookieText, MAX_COOKIE_LENGTH, type ParsedCookie } from "./parseSetCookie.ts";

/** A cookie as it is kept outside the jar, ready for JSON. It holds the value: treat it as a secret. */
export interface CookieRecord {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  /** ms since 1970; `null` for a cookie that lasts as long as the session. */
  readonly expires: number | null;
}

/** A cookie as a record. */
export function toCookieRecord({ name, value, path, secure, expires }: Cookie): CookieRecord {
  return { name, value, path, secure, expires: expires === Infinity ? null : expires };
}

/**
 * Reads a record that may come from anywhere: own properties only, and nothing that a Set-Cookie field could not have
 * said.
 *
 * @returns `undefined` when it is no record of a cookie
 */
export function readCookieRecord(record: unknown, now: number): ParsedCookie | undefined {
  if (typeof record !== "object" || record === null) return undefined;
  const own: Record<string, unknown> = Object.assign(Object.create(null), record);
  const { name, value, path, secure, expires } = own;
  if (!isPart(name) || !isPart(value) || !isPart(path)) return undefined;
  if (name === "" || name.includes("=") || !path.startsWith("/") || typeof secure !== "boolean") return undefined;
  if (name.length + value.length > MAX_COOKIE_LENGTH) return undefined;
  if (expires !== null && (typeof expires !== "number" || !Number.isFinite(expires))) return undefined;
  const end = expires === null ? Infinity : capExpiry(expires, now);
  return { name, value, domain: undefined, path, secure, expires: end };
}

function isPart(text: unknown): text is string {
  return typeof text === "string" && text.length <= MAX_COOKIE_LENGTH && isCookieText(text) && !text.includes(";");
}
