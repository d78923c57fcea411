import type { SessionOptions, Store } from "@latchkey/session";

type SharedOptions = Pick<
  SessionOptions,
  | "cid"
  | "timeout"
  | "deadline"
  | "retry"
  | "limits"
  | "verifySsl"
  | "tls"
  | "proxy"
  | "headers"
  | "layers"
  | "transport"
>;

type MayBeUndefined<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Options of a Helios session. Every one may be left out. */
export interface HeliosOptions extends MayBeUndefined<SharedOptions> {
  /**
   * Id and secret go together. Where both are left out, these are looked at in order: the environment
   * (`helios_client_id`, `helios_client_secret`), `{baseDir}/credentials.json` (a JSON object with the same names), and
   * each under the names of older SDKs.
   */
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /**
   * An access token that you have already, instead of credentials: for pages, whose server gets the token and keeps the
   * secret. It is sent as it is and never renewed: once the server does not take it, `startSession()` throws an
   * AuthenticationError (`expired`), and every other call is answered 401.
   */
  readonly token?: string | undefined;
  /**
   * The API's address with its version: https, or http to this machine. Default: the `helios_api_url` that came with
   * the credentials, else `https://api.helios.earth/v1`.
   */
  readonly apiUrl?: string | URL | undefined;
  /**
   * Directory for `credentials.json` and, in `.tokens`, for the token of each client. Default `~/.helios`. A session that
   * was passed one, cannot make or use its `.tokens` and has no token fails with an AuthenticationError (`store`); without
   * one it warns, and its token ends with it.
   */
  readonly baseDir?: string | undefined;
  /** The Python SDK's name for {@link HeliosOptions.baseDir}. */
  readonly baseDirectory?: string | undefined;
  /** Requests of a batch under way at once. Default 500; `limits.maxConnections` of them (100) get a connection. */
  readonly maxConcurrency?: number | undefined;
  /**
   * In minutes: `startSession()` replaces, and `verifyToken()` reports, a token that has less time left; half of a
   * token's life at most counts. Default 60. Automatic renewal does not depend on it: see `startSession()`.
   */
  readonly tokenExpirationThreshold?: number | undefined;
  /** Where the token is kept instead of in a file, e.g. `memoryStore()`. */
  readonly store?: Store | undefined;
}
