import type { SessionOptions, Store } from "@latchkey/session";

/** Options of a Keystone client: those of any session, and how to sign in without a password. */
export interface KeystoneOptions extends Omit<SessionOptions, "auth"> {
  /** A service's API token, sent as `Authorization: Token …`; such a client neither logs in nor out. */
  readonly token?: string | undefined;
  /**
   * Where the session's cookies and CSRF token are kept, as one record, so that the session outlives the process: a new
   * client goes on where the last one stopped. Default: nowhere. A blocking client takes only stores that never answer
   * with promises.
   */
  readonly store?: Store | undefined;
  /** Key of the store's record. Default: one for each `url`; give another for each user of one server. */
  readonly storeKey?: string | undefined;
  /**
   * Asked for credentials when the server has ended the session in the middle of work: the client logs in, once for all
   * calls that wait, and sends them again. Not asked after `logout()`, until the next `login()`. May return a promise in
   * the async client. Default: the 401 is returned.
   */
  readonly reauthenticate?: (() => KeystoneCredentials | Promise<KeystoneCredentials>) | undefined;
}

/** Who logs in. */
export interface KeystoneCredentials {
  /** Case matters. */
  readonly username: string;
  /** Sent with the login and nothing else, and not kept. */
  readonly password: string;
}
