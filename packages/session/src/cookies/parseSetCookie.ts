import { parseCookieDate } from "./cookieDate.ts";

/** Octets of name and value together (RFC 6265bis §5.6). */
export const MAX_COOKIE_LENGTH = 4096;

const MAX_ATTRIBUTE_LENGTH = 1024;
const LONGEST_LIFE = 400 * 24 * 3600 * 1000;

/** What a Set-Cookie field says, before anything was decided about it. */
export interface ParsedCookie {
  readonly name: string;
  readonly value: string;
  /** Lower case and without its leading dot; `undefined` when there is none, or an empty one. */
  readonly domain: string | undefined;
  /** `undefined` when there is none, or none that begins with a slash. */
  readonly path: string | undefined;
  readonly secure: boolean;
  /** ms since 1970, at most 400 days ahead; `Infinity` for as long as the session lasts. */
  readonly expires: number;
}

/** Whether text may stand in a cookie: no control characters but tab, and only what a header can carry. */
export function isCookieText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** The end of a cookie's life: at most 400 days ahead, as the RFC asks. */
export function capExpiry(expires: number, now: number): number {
  return Math.min(expires, now + LONGEST_LIFE);
}

/**
 * Reads one Set-Cookie field (RFC 6265bis §5.6). HttpOnly and SameSite are left out: they protect from scripts and from
 * other sites, and a session has neither.
 *
 * @returns `undefined` for a field to ignore. A cookie without a name is one, though the RFC would keep it: it is sent
 * as its bare value, so that "=sessionid=x" would pass for another cookie.
 */
export function parseSetCookie(field: string, now: number): ParsedCookie | undefined {
  if (!isCookieText(field)) return undefined;
  const [pair = "", ...attributes] = field.split(";");
  const equals = pair.indexOf("=");
  const name = trim(pair.slice(0, Math.max(0, equals)));
  const value = trim(pair.slice(equals + 1));
  if (name === "" || name.length + value.length > MAX_COOKIE_LENGTH) return undefined;

  let [domain, path, secure]: [string | undefined, string | undefined, boolean] = [undefined, undefined, false];
  let [expires, maxAge]: [number | undefined, number | undefined] = [undefined, undefined];
  for (const attribute of attributes) {
    const [key, text] = splitAttribute(attribute);
    if (text.length > MAX_ATTRIBUTE_LENGTH) continue;
    // Of an attribute that comes more than once, the last one counts.
    if (key === "secure") secure = true;
    else if (key === "domain") domain = text.replace(/^\./, "").toLowerCase() || undefined;
    else if (key === "path") path = text.startsWith("/") ? text : undefined;
    else if (key === "expires") expires = parseCookieDate(text) ?? expires;
    else if (key === "max-age" && /^-?\d+$/.test(text)) maxAge = Number(text);
  }
  return { name, value, domain, path, secure, expires: endOfLife(maxAge, expires, now) };
}

function endOfLife(maxAge: number | undefined, expires: number | undefined, now: number): number {
  if (maxAge !== undefined) return maxAge <= 0 ? -Infinity : capExpiry(now + maxAge * 1000, now);
  return expires === undefined ? Infinity : capExpiry(expires, now);
}

function splitAttribute(attribute: string): [key: string, value: string] {
  const equals = attribute.indexOf("=");
  if (equals < 0) return [trim(attribute).toLowerCase(), ""];
  return [trim(attribute.slice(0, equals)).toLowerCase(), trim(attribute.slice(equals + 1))];
}

/** Without the spaces and tabs around it; `String.trim` would take more. */
function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
