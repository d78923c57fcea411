import {
  type AuthContext,
  type ClientCredentials,
  type Credential,
  type CredentialRequest,
  call,
  clientCredentials,
  type Flow,
  type Reply,
  type Store,
  type StoreWarning,
  type TokenInfo,
} from "@latchkey/session";
import { type Account, withoutSlash } from "../credentials/account.ts";
import type { HeliosSignIn } from "./heliosSignIn.ts";
import { sessionCheck } from "./sessionCheck.ts";
import { tokenHints } from "./tokenHints.ts";
import { tokenKey } from "./tokenKey.ts";

const SECONDS_PER_MINUTE = 60;

export interface HeliosAuthOptions {
  readonly account: Account;
  readonly store: Store;
  /** Makes sure that the store can keep something; throws where it cannot. */
  readonly prepare: () => void;
  /** In minutes: a token with less time left does not pass a check. */
  readonly threshold: number;
  /** Told of trouble with the store that ends no call. */
  readonly onWarning: StoreWarning;
}

/**
 * How Helios is signed in to: the client credentials grant, for credentials that are looked for when the first call
 * needs them.
 */
export class HeliosAuth implements HeliosSignIn {
  readonly name = "helios";
  readonly #options: HeliosAuthOptions;
  #made: ClientCredentials | undefined;

  constructor(options: HeliosAuthOptions) {
    this.#options = options;
  }

  credential(context: AuthContext): Flow<Credential> {
    return this.#grant.credential(this.#careful(context));
  }

  refused(used: Credential, reply: Reply, context: AuthContext): Flow<boolean> {
    return this.#grant.refused(used, reply, this.#careful(context));
  }

  forget(context: AuthContext): Flow<void> {
    return this.#grant.forget(context);
  }

  /** Makes sure of a token that the server knows and that has enough time left. */
  start(context: AuthContext): Flow<TokenInfo> {
    return this.#grant.start(this.#careful(context), this.#minimumSeconds);
  }

  /** Whether there is such a token; asks for no other. */
  check(context: AuthContext): Flow<boolean> {
    return this.#grant.check(context, this.#minimumSeconds);
  }

  /** What is known of the token in use; looks for no credentials. */
  get token(): TokenInfo | undefined {
    return this.#made?.current();
  }

  /** The header's value, which holds the token. */
  get authorization(): string | undefined {
    return this.#made?.authorization();
  }

  get #minimumSeconds(): number {
    return this.#options.threshold * SECONDS_PER_MINUTE;
  }

  get #grant(): ClientCredentials {
    this.#made ??= this.#make();
    return this.#made;
  }

  #make(): ClientCredentials {
    const { account, store, onWarning } = this.#options;
    const { clientId, clientSecret, base } = account.credentials;
    return clientCredentials({
      tokenUrl: `${base.href}oauth/token`,
      issuer: withoutSlash(base),
      clientId,
      clientSecret,
      store,
      onWarning,
      storeKey: tokenKey(clientId),
      verify: sessionCheck(base),
      hints: tokenHints,
      // The Python SDK's files do not say which server they are for: the server is asked, as that SDK does.
      acceptUnbound: true,
    });
  }

  /**
   * A session without a token learns that its store is unusable before it asks for one. Later such trouble is a
   * warning: a token in hand is worth more than its copy.
   */
  #careful(context: AuthContext): AuthContext {
    const { prepare } = this.#options;
    const isFirst = (): boolean => this.token === undefined;
    function* send(request: CredentialRequest): Flow<Reply> {
      if (request.method === "POST" && isFirst()) yield* call(prepare);
      return yield* context.send(request);
    }
    return { call: context.call, send, apart: () => this.#careful(context.apart()) };
  }
}
