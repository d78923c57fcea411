import type { BaseUrl } from "@latchkey/session";

/** The places that credentials may come from, in the order in which they are looked at. */
export type CredentialSource = "arguments" | "environment" | "legacy environment" | "file" | "legacy file";

/** A pair, and the server that it is for. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly base: BaseUrl;
  readonly source: CredentialSource;
}
