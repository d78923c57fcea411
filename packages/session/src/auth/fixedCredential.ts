import { AuthenticationError } from "../errors/authenticationError.ts";
import type { HeaderRecord } from "../message/request.ts";
import type { AuthStrategy } from "./authStrategy.ts";

/** A strategy whose credential never changes: a refusal is the caller's to see. */
export function fixedCredential(name: string, headers: HeaderRecord): AuthStrategy {
  return {
    name,
    *credential() {
      return { headers };
    },
    *refused() {
      return false;
    },
  };
}

/** Nobody: requests carry no credential. */
export function anonymous(): AuthStrategy {
  return fixedCredential("anonymous", {});
}

/** RFC 6750 §2.1: what a bearer token may consist of. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** What a header can carry unchanged: visible ASCII, nothing that an intermediary would trim or fold. */
const VISIBLE = /^[\x21-\x7e]+$/;

/**
 * `Authorization: Bearer …` with a token that you have already.
 *
 * @throws AuthenticationError (`missing`) when the token is empty or has characters that RFC 6750 does not allow.
 */
export function bearer(token: string): AuthStrategy {
  return fixedCredential("bearer", { authorization: `Bearer ${checked(token, B64TOKEN, "bearer token")}` });
}

/**
 * A key in a header: `apiKey("x-api-key", key)`, or with a scheme `apiKey("authorization", key, "Token")`.
 *
 * @throws AuthenticationError (`missing`) when the key is empty or has characters that a header cannot carry.
 */
export function apiKey(header: string, key: string, scheme?: string): AuthStrategy {
  const value = checked(key, VISIBLE, "API key");
  return fixedCredential("apiKey", { [header.toLowerCase()]: scheme === undefined ? value : `${scheme} ${value}` });
}

/**
 * `Authorization: Basic …` (RFC 7617), in UTF-8.
 *
 * @throws AuthenticationError (`missing`) when the user name holds a colon, which Basic cannot express.
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

function checked(secret: string, allowed: RegExp, what: string): string {
  if (typeof secret === "string" && allowed.test(secret)) return secret;
  const why = secret === "" || typeof secret !== "string" ? "is missing" : "has characters that a header cannot carry";
  throw new AuthenticationError("missing", `The ${what} ${why}.`, {
    hint: "Check where it is read from: a line break at its end is the usual cause.",
  });
}
