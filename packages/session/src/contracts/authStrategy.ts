import type { CsrfNames } from "../cookies/csrfNames.ts";
import type { Jar } from "../cookies/jar.ts";
import type { Flow } from "../flow/flow.ts";
import type { Body } from "../message/body.ts";
import type { Call } from "../message/call.ts";
import type { CredentialSource } from "../message/callTrace.ts";
import type { Reply } from "../message/reply.ts";
import type { HeaderRecord } from "../message/request.ts";
import type { Store } from "./store.ts";

/** What a request carries to be accepted. */
export interface Credential {
  /** Added to the request; names in lower case. */
  readonly headers: HeaderRecord;
  /** Where it came from, for {@link Explanation} and those who observe. Default: not known. */
  readonly source?: CredentialSource | undefined;
}

/** A request that a strategy sends to get a credential. */
export interface CredentialRequest {
  readonly method: string;
  /** Left out, the session's own origin is meant. */
  readonly origin?: string | undefined;
  /** Path and query; begins with a slash. */
  readonly path: string;
  readonly headers?: HeaderRecord | undefined;
  readonly body?: Body | undefined;
  /** Sending it twice does no harm, as with a token request. Default: by its method. */
  readonly idempotent?: boolean | undefined;
}

/** What a strategy works with. */
export interface AuthContext {
  /** The call that needs the credential: its clock and its time are shared. */
  readonly call: Call;
  /** Sends a request below the authenticate layer: it carries nothing but what it is given, and cannot recurse. */
  send(request: CredentialRequest): Flow<Reply>;
  /** The same with a call of its own: for what goes on in the background, which takes nothing of the call's time and attempts. */
  apart(): AuthContext;
}

/** A credential that is cookies. */
export interface CookieCredential {
  /** The base URL that they are for; also the `Referer` of unsafe methods. A session with another origin refuses them. */
  readonly url: string;
  /** The jar in use: a login may replace it. */
  readonly jar: () => Jar;
  readonly csrf: CsrfNames;
}

/**
 * How a session proves who it is. Write one for an API that does it its own way.
 *
 * @example
 * ```ts
 * const signed: AuthStrategy = {
 *   name: "signed",
 *   *credential() {
 *     return { headers: { authorization: `Signature ${yield* call(() => sign())}` } };
 *   },
 *   *refused() {
 *     return false;
 *   },
 * };
 * ```
 */
export interface AuthStrategy {
  readonly name: string;
  /** For a credential that is cookies: a session sends and keeps these, and none of its own. */
  readonly cookies?: CookieCredential | undefined;
  /** Where it keeps what it gets, if anywhere: a blocking session refuses one whose store answers with promises. */
  readonly store?: Store | undefined;
  /**
   * Keeps what it gets there from now on: how a session hands on its option `store`, when it is made. A strategy without
   * this keeps nothing, and its session refuses the option.
   *
   * @throws UsageError (`option`) when it keeps it elsewhere already
   */
  keepIn?(store: Store): void;
  /** The credential for a request that is about to be sent; gets one where there is none. */
  credential(context: AuthContext): Flow<Credential>;
  /** Told of an answer. `true`: `used` was refused and there is another one now, so the request is sent once more. */
  refused(used: Credential, reply: Reply, context: AuthContext): Flow<boolean>;
  /** Forgets what it holds, at logout. */
  forget?(context: AuthContext): Flow<void>;
}
