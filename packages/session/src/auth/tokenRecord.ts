import { isBearerToken } from "./tokenReply.ts";

/** Whose token it is: a token goes to no other issuer, client or purpose. */
export interface TokenBinding {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A token as it was found in a store. Times are ms since 1970. */
export interface TokenRecord {
  readonly accessToken: string;
  /** When it was asked for. */
  readonly askedAt: number | undefined;
  readonly expiresAt: number | undefined;
  /** Whether the record says that the token is this binding's. Where it says nothing, only the issuer can tell. */
  readonly bound: boolean;
}

/** What a store keeps: the members of a token reply, and whose it is. Other clients of the same file read the former. */
export function tokenRecord(
  { issuer, clientId, scope, parameters }: TokenBinding,
  token: { readonly accessToken: string; readonly askedAt: number; readonly expiresAt: number | undefined },
): Record<string, unknown> {
  return {
    access_token: token.accessToken,
    token_type: "Bearer",
    issuer,
    client_id: clientId,
    scope,
    parameters: Object.keys(parameters).length === 0 ? undefined : parameters,
    asked_at: token.askedAt,
    expires_at: token.expiresAt,
  };
}

/**
 * Reads what a store holds. Three shapes: ours, and those of the Helios SDK for Python, which do not say whose token it
 * is: `{ name: "Authorization", value: "Bearer T" }` and `{ access_token, token_type }`. Anything else, and another
 * binding's token, is `undefined`: nothing of it ever becomes a header.
 */
export function readTokenRecord(value: unknown, binding: TokenBinding): TokenRecord | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const record: Readonly<Record<string, unknown>> = { ...value };
  const accessToken = tokenOf(record);
  if (!isBearerToken(accessToken)) return undefined;
  const { issuer, client_id: clientId, scope, parameters = {}, asked_at: askedAt, expires_at: expiresAt } = record;
  if (issuer === undefined && clientId === undefined) {
    return { accessToken, askedAt: undefined, expiresAt: undefined, bound: false };
  }
  if (issuer !== binding.issuer || clientId !== binding.clientId || scope !== binding.scope) return undefined;
  if (sorted(parameters) !== sorted(binding.parameters)) return undefined;
  return { accessToken, askedAt: time(askedAt), expiresAt: time(expiresAt), bound: true };
}

function tokenOf({ access_token, token_type, name, value }: Readonly<Record<string, unknown>>): unknown {
  if (access_token !== undefined) {
    return typeof token_type === "string" && token_type.toLowerCase() === "bearer" ? access_token : undefined;
  }
  const header = name === "Authorization" && typeof value === "string" ? /^Bearer (.+)$/s.exec(value) : null;
  return header?.[1];
}

function time(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function sorted(parameters: unknown): string {
  if (typeof parameters !== "object" || parameters === null) return "";
  return JSON.stringify(Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
