import { UsageError } from "../errors/usageError.ts";
import type { BaseUrl } from "./baseUrl.ts";
import { redactUrl } from "./redactUrl.ts";

/**
 * The path and query that an endpoint stands for. Whatever the endpoint is, the result lies under the base: it begins
 * with `base.path`, and no server or proxy can read a climb out of it.
 *
 * - "x" and "/x" both mean `base.path + "x"`. Slashes within and at the end stay as they are.
 * - An absolute URL counts when it lies under the base, as the links in a paginated reply do.
 * - A query is kept.
 * - Characters that RFC 3986 does not allow are percent-encoded. So is a "%" that begins no escape: it can only be
 *   meant literally, and servers disagree on a broken escape. Valid escapes stay, and an encoded slash is data, unless
 *   a proxy that decodes it would find a climb.
 *
 * @throws UsageError (`endpoint`) for another origin or scheme, "//host", backslashes, control characters, "." and
 * ".." segments (also percent-encoded, between encoded slashes, or with parameters) and fragments
 *
 * @example
 * resolveEndpoint(base, "users/teams?_limit=5")   // "/api/users/teams?_limit=5" for a base of "https://h/api/"
 */
export function resolveEndpoint(base: BaseUrl, endpoint: string): string {
  if (typeof endpoint !== "string") throw new UsageError("endpoint", "The endpoint must be a string.");
  if (/[\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(endpoint)) {
    throw refused(endpoint, "has a backslash or a control character", "Percent-encode it, or use the endpoint tag.");
  }
  if (endpoint.includes("#")) {
    throw refused(endpoint, "has a fragment", 'A literal "#" is written %23; the endpoint tag does that.');
  }
  const question = endpoint.indexOf("?");
  const address = question < 0 ? endpoint : endpoint.slice(0, question);
  const relative = /^[a-z][a-z0-9+.-]*:/i.test(address) ? underBase(base, address) : address.replace(/^\//, "");
  if (relative.startsWith("/")) throw refused(endpoint, 'begins with "//", which names a host', "Begin it with one.");
  if (climbs(relative)) throw refused(endpoint, 'has a "." or ".." segment', "Write the path out.");

  const query = question < 0 ? "" : encodeRest(endpoint.slice(question + 1));
  return base.path + encodeRest(relative) + (query === "" ? "" : `?${query}`);
}

/** The part of an absolute URL after the base. */
function underBase(base: BaseUrl, address: string): string {
  const [, authority = "", path = ""] = /^https?:\/\/([^/]+)(.*)$/i.exec(address) ?? [];
  if (
    authority === "" ||
    authority.includes("@") ||
    !URL.canParse(address) ||
    new URL(address).origin !== base.origin
  ) {
    throw refused(
      address,
      `is not on ${base.origin}`,
      'A session talks to one origin only: open another one for that. A path whose first segment holds a ":" needs a "/" before it.',
    );
  }
  const encoded = encodeRest(path);
  if (`${encoded}/` === base.path) return "";
  if (encoded.startsWith(base.path)) return encoded.slice(base.path.length);
  throw refused(address, `is not under ${base.href}`, "A session's requests stay under its base path.");
}

/**
 * Whether a path has a segment "." or "..", which RFC 3986 §5.2.4 and WHATWG's URL remove, the latter also when it is
 * percent-encoded. Proxies may decode slashes first, and some servers take what follows a ";" for no part of it.
 */
export function climbs(path: string): boolean {
  return path.split(/\/|\\|%2f|%5c/i).some((segment) => /^(?:\.|%2e){1,2}(?:$|;|%3b)/i.test(segment));
}

/** Percent-encodes what neither path nor query may hold (RFC 3986 §3.3 and §3.4). */
function encodeRest(text: string): string {
  // Not with the flags i and u together: under them K also stands for the Kelvin sign.
  return text.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu, encodeURIComponent);
}

function refused(endpoint: string, why: string, hint: string): UsageError {
  return new UsageError("endpoint", `The endpoint "${redactUrl(endpoint)}" ${why}.`, { hint });
}
