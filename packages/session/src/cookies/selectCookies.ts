import type { Cookie } from "./acceptCookie.ts";
import { pathMatches } from "./cookiePath.ts";

/** Octets of the Cookie header: many servers refuse a request whose header fields exceed 8 KiB. */
const MAX_HEADER_LENGTH = 8192;

/**
 * The cookies to send to a path, in order: longer paths first, then older cookies (RFC 6265bis §5.8.3). Where they do
 * not fit into one header, those in `keep` are chosen first.
 *
 * @param cookies - oldest first
 */
export function selectCookies(cookies: Iterable<Cookie>, path: string, keep: ReadonlySet<string>): Cookie[] {
  const matching = [...cookies].filter((cookie) => pathMatches(path, cookie.path));
  matching.sort((a, b) => b.path.length - a.path.length);

  const chosen = new Set<Cookie>();
  let room = MAX_HEADER_LENGTH + "; ".length;
  for (const kept of [true, false]) {
    for (const cookie of matching) {
      const length = cookie.name.length + cookie.value.length + "=; ".length;
      if (keep.has(cookie.name) !== kept || length > room) continue;
      chosen.add(cookie);
      room -= length;
    }
  }
  return matching.filter((cookie) => chosen.has(cookie));
}
