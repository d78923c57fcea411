import {
  type AuthContext,
  apiKey,
  type CookieLogin,
  call,
  checkOptions,
  cookieLogin,
  type Flow,
  type In,
  type Mode,
  type SignInOptions,
  settleSessionOptions,
  type Twin,
  UsageError,
} from "@latchkey/session";
import { signInShape } from "./callShape.ts";
import { checkCredentials, refuseCallOptions } from "./checkCredentials.ts";
import { joinLists } from "./endpoints/joinLists.ts";
import type { User } from "./endpoints/users.ts";
import { KeystoneApi } from "./keystoneApi.ts";
import type { KeystoneCredentials, KeystoneOptions } from "./keystoneOptions.ts";
import { keystoneShape, refuseIdleOptions } from "./keystoneShape.ts";
import { refuseLogin } from "./refuseLogin.ts";
import { spellEndpoint } from "./spellEndpoint.ts";

const LOGIN = "authentication/login/";
const LOGOUT = "authentication/logout/";
const WHOAMI = "authentication/whoami/";

/** Names that Django gives the two cookies of a session. */
const SESSION_COOKIE = "sessionid";
const CSRF = { cookie: "csrftoken", header: "x-csrftoken" } as const;

/** What both Keystone clients share: all of it. Here is how they sign in. */
export abstract class KeystoneBase<M extends Mode> extends KeystoneApi<M> {
  readonly #cookies: CookieLogin;
  readonly #hasToken: boolean;

  constructor(twin: Twin<M>, options: KeystoneOptions) {
    const { token, store, storeKey, reauthenticate, ...checked } = checkOptions(options, keystoneShape);
    refuseIdleOptions({ token, store, storeKey, reauthenticate });
    const settled = settleSessionOptions(checked);
    const cookies = cookieLogin({
      url: settled.base.href,
      cookie: SESSION_COOKIE,
      csrf: CSRF,
      store,
      storeKey,
      renew: reauthenticate && ((context) => this.#reauthenticate(reauthenticate, context)),
    });
    super(twin, settled, {
      name: "keystone",
      auth: token === undefined ? cookies : apiKey("authorization", token, "Token"),
      cidHeader: "x-keystone-cid",
      jar: cookies.jar,
      // Django refuses unsafe requests over https that come without a Referer of its own.
      cookies: { csrf: CSRF, referer: settled.base.href },
      spell: spellEndpoint,
      spellParams: joinLists,
    });
    this.#cookies = cookies;
    this.#hasToken = token !== undefined;
  }

  /**
   * Signs in, from clean cookies: a failed login leaves the session as it was.
   *
   * @returns the user that is now signed in
   * @throws AuthenticationError (`rejected`) when the server knows no active user of that name and password, (`missing`)
   * without a name or a password, and when a 2xx answer opens no session
   * @throws UsageError (`option`) for a client that was given a token
   * @throws StatusError when it answers in any other way, TransportError when it does not answer
   *
   * @example
   * ```ts
   * const user = await client.login({ username: "ada", password });
   * ```
   */
  login(credentials: KeystoneCredentials, options?: SignInOptions): In<User>[M] {
    return this.run(this.#login(credentials, options), options?.signal);
  }

  /**
   * Signs out, and forgets the session's cookies even when the server cannot be told. Quiet when nobody is signed in.
   * Nothing but `login()` signs in again: neither `reauthenticate` nor a session that another process stores. One that
   * is stored already in place of this client's stays there.
   *
   * @throws UsageError (`option`) for a client with a `token`: only the server's administrators can revoke one
   */
  logout(options?: SignInOptions): In<void>[M] {
    return this.run(this.#logout(options), options?.signal);
  }

  /** The user that the server takes this session for; `null` when it is not, or no longer, signed in. */
  whoami(options?: SignInOptions): In<User | null>[M] {
    return this.run(this.#whoami(options), options?.signal);
  }

  /** Whether the server takes this session for signed in. A server that cannot be asked is an error, not a `false`. */
  isAuthenticated(options?: SignInOptions): In<boolean>[M] {
    return this.run(this.#isAuthenticated(options), options?.signal);
  }

  *#login(credentials: KeystoneCredentials, options?: SignInOptions): Flow<User> {
    if (this.#hasToken) {
      throw new UsageError("option", "This client signs in with its token: it has no login.", {
        hint: "Make a client without `token` to sign in with a password.",
      });
    }
    // Before the options, so that a password which was passed in their place is answered by how to pass it.
    const checked = checkCredentials(credentials);
    refuseCallOptions(credentials);
    return yield* this.#signIn(checked, this.context(options));
  }

  *#signIn(credentials: KeystoneCredentials, context: AuthContext): Flow<User> {
    const request = this.credentialRequest("POST", LOGIN, { json: credentials });
    const response = this.answer<User>(request, yield* this.#cookies.login(request, context), context);
    refuseLogin(response, this.cid);
    return response.raiseForStatus().json();
  }

  *#reauthenticate(ask: NonNullable<KeystoneOptions["reauthenticate"]>, context: AuthContext): Flow<User> {
    return yield* this.#signIn(checkCredentials(yield* call(ask, context.call.until)), context);
  }

  *#logout(options?: SignInOptions): Flow<void> {
    if (this.#hasToken) {
      throw new UsageError("option", "This client signs in with its token: there is no session to log out of.", {
        hint: "Only the server's administrators can revoke a token.",
      });
    }
    const request = this.credentialRequest("POST", LOGOUT, {});
    const context = this.context(options);
    const response = this.answer(request, yield* this.#cookies.logout(request, context), context);
    if (response.status !== 401) response.raiseForStatus();
  }

  *#whoami(options?: SignInOptions): Flow<User | null> {
    const response = yield* this.exchange<User>("GET", WHOAMI, { request: checkOptions(options, signInShape) });
    return response.status === 401 ? null : response.raiseForStatus().json();
  }

  *#isAuthenticated(options?: SignInOptions): Flow<boolean> {
    return (yield* this.#whoami(options)) !== null;
  }
}
