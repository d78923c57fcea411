import { UsageError } from "../errors/usageError.ts";
import { describeValue } from "./describeValue.ts";

const FRAMING = "it belongs to the connection, which the transport manages";

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that would break a request, or send what the session keeps: name → why. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ["host", "it follows from the session's URL"],
  ["content-length", "it follows from the body"],
  ["cookie", "the session's cookie jar writes it"],
  ["proxy-authorization", "it may go to the proxy only; give the credentials in the proxy option"],
  ["expect", "the transport does not wait for an interim reply"],
  ...["transfer-encoding", "connection", "keep-alive", "proxy-connection", "upgrade", "te", "trailer"].map(
    (name): [string, string] => [name, FRAMING],
  ),
]);

/**
 * A caller's headers, checked and copied: lower-case names, own properties only, no prototype. `undefined` values are
 * left out.
 *
 * @param headers - a plain object of strings, or `Headers`; `undefined` gives an empty record
 * @param option - name of the option for error messages
 * @throws UsageError (`option`) that names the header, never its value: for a name that is no token, a value with
 * control characters or beyond latin-1, one name in two spellings, a header that is not the caller's to set
 * @see RFC 9110 §5.1 and §5.5
 *
 * @example
 * checkHeaders({ "X-Team": "7", Accept: undefined }, "headers")   // { "x-team": "7" }
 */
export function checkHeaders(headers: unknown, option: string): Record<string, string> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, value] of listHeaders(headers, option)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    const refuse = (why: string): UsageError =>
      new UsageError("option", `${option}: ${describeValue(name)} cannot be set: ${why}.`);
    // Before it is lower-cased: that makes a plain k of the Kelvin sign.
    if (!isFieldName(name)) throw refuse("it is not a header name");
    const reserved = RESERVED.get(key);
    if (reserved !== undefined) throw refuse(reserved);
    if (typeof value !== "string") throw refuse("its value is not a string");
    if (!FIELD_VALUE.test(value)) throw refuse("its value has a control character or one beyond latin-1");
    if (key in record) throw refuse("it is given twice");
    record[key] = value;
  }
  return record;
}

function listHeaders(headers: unknown, option: string): Iterable<[name: string, value: unknown]> {
  if (headers === undefined) return [];
  if (headers instanceof Headers) return headers;
  // A Map or an array of pairs would read as an object without headers.
  if (typeof headers === "object" && headers !== null && !(Symbol.iterator in headers)) return Object.entries(headers);
  throw new UsageError("option", `${option} must be an object of strings, or Headers.`, {
    hint: `For example ${option}: { "x-team": "7" }.`,
  });
}

/** Whether a header field may have that name (RFC 9110 §5.1). */
export function isFieldName(name: string): boolean {
  return TOKEN.test(name);
}
