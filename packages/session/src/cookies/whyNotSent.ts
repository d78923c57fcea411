import { describeValue } from "../request/describeValue.ts";
import { type CookieHost, cookieRefusal } from "./acceptCookie.ts";
import { defaultPath, withoutQuery } from "./cookiePath.ts";
import type { CookiePaths } from "./jar.ts";
import { parseSetCookie } from "./parseSetCookie.ts";

/** Why a cookie does not go to a path, for people: the end of a sentence. `undefined` when no field sets it. */
export function whyNotSent(
  name: string,
  setCookie: readonly string[],
  host: CookieHost,
  { from, to }: CookiePaths,
  now: number,
): string | undefined {
  const field = setCookie.findLast((text) => text.split("=", 1)[0]?.trim() === name);
  if (field === undefined) return undefined;
  const cookie = parseSetCookie(field, now);
  if (cookie === undefined) return "it is too long, or has characters that no cookie may have";
  if (cookie.expires <= now) return "it has expired";
  const { path = defaultPath(withoutQuery(from)) } = cookie;
  return cookieRefusal(cookie, host) ?? `its Path is ${describeValue(path)}, which ${describeValue(to)} is not below`;
}
