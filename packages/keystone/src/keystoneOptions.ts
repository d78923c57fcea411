import type { SessionOptions } from "@latchkey/session";

/** Options of a Keystone client: those of any session, and how to sign in without a password. */
export interface KeystoneOptions extends Omit<SessionOptions, "auth"> {
  /** A service's API token, sent as `Authorization: Token …`; such a client neither logs in nor out. */
  readonly token?: string;
}

/** Who logs in. */
export interface KeystoneCredentials {
  /** Case matters. */
  readonly username: string;
  readonly password: string;
}
