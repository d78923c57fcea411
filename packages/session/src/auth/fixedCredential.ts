import type { AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { ready } from "../flow/ready.ts";
import type { CredentialSource } from "../message/callTrace.ts";
import type { HeaderRecord } from "../message/request.ts";
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

/** What a header can carry unchanged: visible ASCII, nothing that an intermediary would trim or fold. */
function isVisible(text: unknown): text is string {
  return typeof text === "string" && /^[\x21-\x7e]+$/.test(text);
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
  return fixedCredential("bearer", { authorization: `Bearer ${checked(token, isBearerToken, "bearer token")}` });
}

/**
 * A key in a header: `apiKey("x-api-key", key)`, or with a scheme `apiKey("authorization", key, "Token")`.
 *
 * @throws AuthenticationError (`missing`) when the key is empty or has characters that a header cannot carry.
 *
 * @example
 * ```ts
 * const auth = apiKey("authorization", process.env["API_KEY"] ?? "", "Token"); // authorization: Token …
 * const session = new AsyncSession({ url: "https://api.example.org/", auth });
 * ```
 */
export function apiKey(header: string, key: string, scheme?: string): AuthStrategy {
  const value = checked(key, isVisible, "API key");
  return fixedCredential("apiKey", { [header.toLowerCase()]: scheme === undefined ? value : `${scheme} ${value}` });
}

/**
 * `Authorization: Basic …` (RFC 7617), in UTF-8.
 *
 * @throws AuthenticationError (`missing`) when the user name holds a colon, which Basic cannot express.
 *
 * @example
 * ```ts
 * const auth = basic("ada", process.env["API_PASSWORD"] ?? "");
 * const session = new AsyncSession({ url: "https://api.example.org/", auth });
 * ```
 */
export function basic(username: string, password: string): AuthStrategy {
  if (username.includes(":")) {
    throw new AuthenticationError("missing", "The user name for Basic authentication holds a colon.", {
      hint: "RFC 7617 cannot express such a name; sign in another way.",
    });
  }
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return fixedCredential("basic", { authorization: `Basic ${btoa(String.fromCodePoint(...bytes))}` });
}

function checked(secret: unknown, isAllowed: (text: unknown) => text is string, what: string): string {
  if (isAllowed(secret)) return secret;
  const why = secret === "" || typeof secret !== "string" ? "is missing" : "has characters that a header cannot carry";
  throw new AuthenticationError("missing", `The ${what} ${why}.`, {
    hint: "Check where it is read from: a line break at its end is the usual cause.",
  });
}
