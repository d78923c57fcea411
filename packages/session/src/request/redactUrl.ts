/** An address without parameters, query, fragment or user name, in visible ASCII: shown as it is. */
const PLAIN = /^[\w.~:/!$&'()*+,=%[\]-]+$/;

/** What servers write behind a segment of the path, often a session's id: RFC 3986 §3.3. */
const PARAMETER = /;([^=;/\\]*)=[^;/\\]*/g;

/**
 * A URL or endpoint as messages and logs may show it: origin and path whole, of parameters and query only the names, no
 * fragment, no user name or password, nothing that a terminal would act on. Takes any string, also one that is no URL.
 *
 * @example
 * redactUrl("https://u:pw@api.test/v1/x?token=s3cret&limit=5#top")   // "https://api.test/v1/x?token&limit"
 */
export function redactUrl(url: string): string {
  if (PLAIN.test(url)) return url;
  const [address = "", ...query] = (url.split("#", 1)[0] ?? "").split("?");
  const names = query
    .join("?")
    .split("&")
    .map(nameOf)
    .filter((name) => name !== "");
  const shown = withoutUserinfo(address).replace(PARAMETER, ";$1") + (names.length === 0 ? "" : `?${names.join("&")}`);
  return shown.replace(/\p{Cs}/gu, "\ufffd").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, encodeURIComponent);
}

function nameOf(pair: string): string {
  return pair.split("=", 1)[0] ?? "";
}

function withoutUserinfo(address: string): string {
  const at = address.lastIndexOf("@");
  if (at < 0) return address;
  const scheme = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}/i.exec(address)?.[0] ?? "";
  const authority = address.slice(scheme.length).split(/[/\\]/, 1)[0] ?? "";
  // A password may hold a slash, and then the authority seems to end before its "@": such an address does not parse.
  const hidden = authority.includes("@") || (scheme !== "" && !URL.canParse(address));
  return hidden ? scheme + address.slice(at + 1) : address;
}
