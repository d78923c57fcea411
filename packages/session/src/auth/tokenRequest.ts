import type { CredentialRequest } from "../contracts/authStrategy.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { UsageError } from "../errors/usageError.ts";
import { isLoopback } from "../request/isLoopback.ts";
import type { TokenHints } from "./tokenHints.ts";

/** How the client proves itself to the token endpoint: RFC 6749 §2.3.1, in a header or in the body. */
export type ClientAuthentication = "basic" | "post";

/** What a token is asked with. */
export interface TokenGrant {
  readonly endpoint: TokenEndpoint;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuthentication: ClientAuthentication;
  readonly scope: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly hints: TokenHints;
}

/** Where tokens come from. */
export interface TokenEndpoint {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
}

/**
 * Reads the URL of a token endpoint.
 *
 * @throws UsageError (`option`) when it is not an http(s) URL, or holds credentials or a fragment
 * @throws AuthenticationError (`insecure`) for plain http to another machine: the secret could be read on the way
 */
export function tokenEndpoint(tokenUrl: string): TokenEndpoint {
  const url = URL.canParse(tokenUrl) ? new URL(tokenUrl) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new UsageError("option", "tokenUrl must be an https URL.");
  }
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    throw new UsageError("option", "tokenUrl must hold no user name, password or fragment.", {
      hint: "Pass clientId and clientSecret as options.",
    });
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new AuthenticationError("insecure", `${url.origin} would get the client secret over plain http.`, {
      hint: "Use https; plain http is for this machine only.",
    });
  }
  return { origin: url.origin, path: url.pathname + url.search };
}

/** The request half of the client credentials grant: RFC 6749 §4.4.2. The secret is in one place only. */
export function tokenRequest(grant: TokenGrant): CredentialRequest {
  const { endpoint, clientId, clientSecret, clientAuthentication, scope, parameters } = grant;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scope !== undefined) form.set("scope", scope);
  for (const [name, value] of Object.entries(parameters)) form.set(name, value);
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (clientAuthentication === "basic") {
    // Form-encoded before they are joined, so that a colon in the id is not the separator.
    headers["authorization"] = `Basic ${btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`)}`;
  } else {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  }
  const bytes = new TextEncoder().encode(form.toString());
  const { origin, path } = endpoint;
  // Asking twice for a token gives two tokens, and does no harm.
  return { method: "POST", origin, path, headers, body: { kind: "bytes", bytes }, idempotent: true };
}

/** `application/x-www-form-urlencoded`, RFC 6749 appendix B. */
export function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
