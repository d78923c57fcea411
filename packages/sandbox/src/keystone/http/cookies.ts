/** Reads a `Cookie` header; of two cookies with one name the last wins. */
export function readCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return cookies;
}

/** A `Set-Cookie` value with the attributes both of the API's cookies have. */
export function setCookie(name: string, value: string, maxAge: number, now: number, httpOnly: boolean): string {
  const expires = new Date(now + maxAge * 1000).toUTCString();
  return `${name}=${value}; expires=${expires}; ${httpOnly ? "HttpOnly; " : ""}Max-Age=${maxAge}; Path=/; SameSite=Lax`;
}

/** A `Set-Cookie` value that removes a cookie. */
export function clearCookie(name: string): string {
  return `${name}=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax`;
}
