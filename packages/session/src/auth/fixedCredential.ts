import type { AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { UsageError } from "../errors/usageError.ts";
import { ready } from "../flow/ready.ts";
import type { CredentialSource } from "../message/callTrace.ts";
import type { HeaderRecord } from "../message/request.ts";
import { checkHeaders } from "../request/checkHeaders.ts";
import { isBearerToken } from "./tokenReply.ts";

/** A strategy whose credential never changes: a refusal is the caller's to see. */
export function fixedCredential(
  name: string,
  headers: HeaderRecord,
  source: CredentialSource = "caller",
): AuthStrategy {
  const credential = ready<Credential>({ headers, source });
  const refused = ready(false);
  return { name, credential: () => credential, refused: () => refused };
}

/**
 * Nobody: requests carry no credential.
 *
 * @example
 * ```ts
 * const session = new AsyncSession({ url: "https://api.example.org/", auth: anonymous() }); // as without `auth`
 * ```
 */
export function anonymous(): AuthStrategy {
  return fixedCredential("anonymous", {}, "none");
}

const BY_A_HEADER = "that a header cannot carry";
const NOT_SET = "Check where it is read from: a variable of the environment that is not set is the usual cause.";
const LINE_BREAK = "Check where it is read from: a line break at its end is the usual cause.";

/** What a header can carry unchanged: visible ASCII, nothing that an intermediary would trim or fold. */
function isVisible(text: unknown): text is string {
  return typeof text === "string" && /^[\x21-\x7e]+$/.test(text);
}

/** RFC 7617 §2: empty is allowed, and control characters are not. */
function isBasic(text: unknown): text is string {
  return typeof text === "string" && !/\p{Cc}/u.test(text);
}

/**
 * `Authorization: Bearer …` with a token that you have already.
 *
 * @throws AuthenticationError (`missing`) when the token is empty or has characters that RFC 6750 does not allow.
 *
 * @example
 * ```ts
 * const auth = bearer(process.env["API_TOKEN"] ?? "");
 * const session = new AsyncSession({ url: "https://api.example.org/", auth });
 * ```
 */
export function bearer(token: string): AuthStrategy {
  const hint = /^bearer /i.test(token) ? "Give the token alone: the word Bearer is added." : LINE_BREAK;
  const checkedToken = checked(token, isBearerToken, "bearer token", { hint });
  return fixedCredential("bearer", { authorization: `Bearer ${checkedToken}` });
}

/**
 * A key in a header: `apiKey("x-api-key", key)`, or with a scheme `apiKey("authorization", key, "Token")`.
 *
 * @throws AuthenticationError (`missing`) when the key is empty or has characters that a header cannot carry.
 * @throws UsageError (`option`) for a header that cannot be set, and a scheme that is no word.
 *
 * @example
 * ```ts
 * const auth = apiKey("authorization", process.env["API_KEY"] ?? "", "Token"); // authorization: Token …
 * const session = new AsyncSession({ url: "https://api.example.org/", auth });
 * ```
 */
export function apiKey(header: string, key: string, scheme?: string): AuthStrategy {
  const secret = checked(key, isVisible, "API key");
  if (typeof header !== "string") throw new UsageError("option", "apiKey: the name of its header is missing.");
  if (scheme !== undefined && !isVisible(scheme)) {
    throw new UsageError("option", "apiKey: its scheme must be a word.", { hint: 'For example "Token".' });
  }
  const name = header.toLowerCase();
  const headers = { [name]: scheme === undefined ? secret : `${scheme} ${secret}` };
  // A key may be sent as a cookie; it is then the only one, and that is what was asked for.
  return fixedCredential("apiKey", name === "cookie" ? headers : checkHeaders(headers, "apiKey"));
}

/**
 * `Authorization: Basic …` (RFC 7617), in UTF-8.
 *
 * @throws AuthenticationError (`missing`) when the user name or the password is not there (the latter may be empty) or
 * has control characters, and when the user name holds a colon, which Basic cannot express.
 *
 * @example
 * ```ts
 * const auth = basic("ada", process.env["API_PASSWORD"] ?? "");
 * const session = new AsyncSession({ url: "https://api.example.org/", auth });
 * ```
 */
export function basic(username: string, password: string): AuthStrategy {
  const allowed = { why: "that Basic authentication does not allow" };
  const name = checked(username, isBasic, "user name", allowed);
  if (name.includes(":")) {
    throw new AuthenticationError("missing", "The user name for Basic authentication holds a colon.", {
      hint: "RFC 7617 cannot express such a name; sign in another way.",
    });
  }
  const bytes = new TextEncoder().encode(`${name}:${checked(password, isBasic, "password", allowed)}`);
  return fixedCredential("basic", { authorization: `Basic ${btoa(String.fromCodePoint(...bytes))}` });
}

function checked(
  secret: unknown,
  isAllowed: (text: unknown) => text is string,
  what: string,
  { why = BY_A_HEADER, hint = LINE_BREAK }: { readonly why?: string; readonly hint?: string } = {},
): string {
  if (isAllowed(secret)) return secret;
  if (secret === "" || typeof secret !== "string") {
    throw new AuthenticationError("missing", `The ${what} is missing.`, { hint: NOT_SET });
  }
  throw new AuthenticationError("missing", `The ${what} has characters ${why}.`, { hint });
}
