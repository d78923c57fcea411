import type {
  AuthContext,
  AuthStrategy,
  CookieCredential,
  Credential,
  CredentialRequest,
} from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import type { Jar } from "../cookies/jar.ts";
import type { Clock } from "../driver/transport.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { ready } from "../flow/ready.ts";
import type { Call } from "../message/call.ts";
import type { CredentialSource } from "../message/callTrace.ts";
import type { Reply } from "../message/reply.ts";
import { logWarning } from "../stores/logWarning.ts";
import { withLease } from "../stores/withLease.ts";
import { assertNoOther } from "./assertNoOther.ts";
import { CookieKeeper } from "./cookieKeeper.ts";
import { type CookieLoginOptions, checkCookieLoginOptions } from "./cookieLoginOptions.ts";
import { CookieRequests } from "./cookieRequests.ts";
import { refusedLogin } from "./refusedLogin.ts";
import { SharedRefresh } from "./sharedRefresh.ts";

/** The call for which `renew` runs, what was refused, and why its login gave no other. */
interface Renewal {
  readonly call: Call;
  readonly refused: Credential;
  failure?: Error;
}

/**
 * A session held by cookies, as Django's are: signing in replaces them all, signing out drops them. With a store they
 * outlive the process; what the server refuses is replaced by what another process stored meanwhile, or by signing in
 * anew, once for all who wait.
 */
export class CookieLogin implements AuthStrategy {
  readonly name = "cookieLogin";
  readonly #options: CookieLoginOptions;
  readonly #requests: CookieRequests;
  readonly #keeperOf: (store: Store) => CookieKeeper;
  #keeper: CookieKeeper | undefined;
  readonly #loading = new SharedRefresh<void>();
  readonly #renewing = new SharedRefresh<boolean>();
  #jar: Jar;
  #loaded = true;
  /** Whoever signed out is not signed in again by what a store holds, nor by `renew`: only by another login. */
  #signedOut = false;
  /** The session that was last known to be good: what another process stored is new only when it differs from this. */
  #held: string | undefined;
  /** Another object after each change of session: tells an old refusal from a new one. */
  #current: Credential = { headers: {}, source: "none" };
  #renewal: Renewal | undefined;

  constructor(options: CookieLoginOptions) {
    const checked = checkCookieLoginOptions(options);
    const { store, storeKey, url, onWarning = logWarning } = checked;
    this.#options = checked;
    this.#requests = new CookieRequests(checked);
    this.#jar = this.#requests.newJar();
    const sessionOf = (cookies: readonly unknown[], now: number): string | undefined => {
      const jar = this.#requests.newJar();
      jar.restore(cookies, now);
      return this.#requests.session(jar, now);
    };
    const keeping = { key: storeKey, url, warn: onWarning, sessionOf };
    this.#keeperOf = (itsStore) => new CookieKeeper({ ...keeping, store: itsStore });
    if (store !== undefined) this.keepIn(store);
  }

  /** The jar in use; the cookie layer sends from it, hop by hop. */
  readonly jar = (): Jar => this.#jar;

  get cookies(): CookieCredential {
    const { url, csrf } = this.#options;
    return { url, csrf, jar: this.jar };
  }

  /** Where the cookies are kept, if anywhere. Not its own, so that what is stored is not printed with it. */
  get store(): Store | undefined {
    return this.#keeper?.store;
  }

  keepIn(store: Store): void {
    assertNoOther(this, store);
    if (this.#keeper !== undefined) return;
    if (this.#jar.hidden) {
      throw new UsageError("option", "store does nothing in a browser, which keeps the session's cookies itself.");
    }
    this.#keeper = this.#keeperOf(store);
    // Whoever has signed in or out already is not changed by what others stored.
    this.#loaded = this.#signedOut || this.#current.source !== "none";
  }

  credential(context: AuthContext): Flow<Credential> {
    return this.#loaded ? ready(this.#current) : this.#stored(context);
  }

  *#stored(context: AuthContext): Flow<Credential> {
    yield* this.#loading.get(context, (own) => this.#load(own));
    return this.#current;
  }

  refused(used: Credential, reply: Reply, context: AuthContext): Flow<boolean> {
    if (reply.status !== 401) return this.#accepted(reply, context);
    if (used !== this.#current) return ready(true);
    if (this.#signedOut) return ready(false);
    if (this.#keeper === undefined && this.#options.renew === undefined) return ready(false);
    return this.#renewing.get(context, (own) => this.#replace(own));
  }

  /** Keeps what an answer changed. */
  #accepted(reply: Reply, context: AuthContext): Flow<boolean> {
    const keeper = this.#keeper;
    return keeper === undefined || reply.headers.get("set-cookie") === undefined
      ? ready(false)
      : this.#kept(keeper, context.call.settings.clock);
  }

  *#kept(keeper: CookieKeeper, clock: Clock): Flow<boolean> {
    const before = this.#held;
    this.#held = this.#requests.session(this.#jar, clock.wall());
    yield* keeper.update(before, this.#jar, clock);
    return false;
  }

  /**
   * Sends a login request from clean cookies; when the answer is 2xx and sets the session's cookie, these replace the
   * cookies in use. A failed login leaves the session as it was: also one that something else than the server answered,
   * such as a page that asks to sign in to a network.
   *
   * @throws AuthenticationError (`missing`) for an answer that is 2xx and has no session in it
   */
  *login(request: CredentialRequest, context: AuthContext): Flow<Reply> {
    const { clock } = context.call.settings;
    const renewal = this.#renewal?.call === context.call ? this.#renewal : undefined;
    const clean = this.#requests.newJar();
    const reply = yield* this.#requests.login(request, context, clean);
    if (reply.status >= 200 && reply.status < 300) {
      if (renewal !== undefined && this.#decided(renewal.refused)) return reply;
      this.#use(clean, clock.wall(), renewal === undefined ? "login" : "refresh");
      yield* this.#keeper?.save(clean, clock) ?? ready(undefined);
    } else if (renewal !== undefined) {
      renewal.failure = refusedLogin(reply, request.method, context.call);
    }
    return reply;
  }

  /**
   * Sends a logout request with the cookies in use, and drops them however it ends. A login that came meanwhile stays,
   * here and in the store.
   */
  *logout(request: CredentialRequest, context: AuthContext): Flow<Reply> {
    yield* this.credential(context);
    const [jar, session] = [this.#jar, this.#held];
    this.#signedOut = true;
    try {
      return yield* this.#requests.send(request, context, jar);
    } finally {
      yield* this.#drop(jar, session, context);
    }
  }

  *forget(context: AuthContext): Flow<void> {
    yield* this.credential(context);
    yield* this.#drop(this.#jar, this.#held, context);
  }

  *#drop(jar: Jar, session: string | undefined, { call }: AuthContext): Flow<void> {
    const { clock } = call.settings;
    if (jar === this.#jar) {
      this.#use(this.#requests.newJar(), clock.wall(), "none");
      this.#signedOut = true;
    }
    yield* this.#keeper?.forget(session, clock) ?? ready(undefined);
  }

  #use(jar: Jar, now: number, source: CredentialSource): void {
    this.#jar = jar;
    this.#held = this.#requests.session(jar, now);
    this.#loaded = true;
    this.#signedOut = false;
    this.#current = { headers: {}, source };
  }

  *#load({ call }: AuthContext): Flow<void> {
    const { clock } = call.settings;
    if (this.#keeper !== undefined) {
      call.storeHit = yield* this.#keeper.load(this.#jar, clock);
      if (call.storeHit) this.#current = { headers: {}, source: "store" };
    }
    this.#held = this.#requests.session(this.#jar, clock.wall());
    this.#loaded = true;
  }

  /** Gets another session in place of one that was refused: another process's, or a new one. */
  *#replace(context: AuthContext): Flow<boolean> {
    const { renew } = this.#options;
    const { call } = context;
    const { clock } = call.settings;
    const keeper = this.#keeper;
    const [refused, session] = [this.#current, this.#held];
    if (keeper === undefined) return yield* this.#renew(refused, context);
    const adopt = (): Flow<true | undefined> => this.#adopt(keeper, refused, context);
    if (renew === undefined) {
      if ((yield* adopt()) === true) return true;
      // A server that has no such session deletes its cookie in the same answer. A 401 without may be a gateway's.
      const isGone = this.#requests.session(this.#jar, clock.wall()) === undefined;
      if (isGone) yield* keeper.forget(session, clock);
      return false;
    }
    const { store, key } = keeper;
    const work = (): Flow<boolean> => this.#renew(refused, context);
    return yield* withLease<boolean>({ store, key, call, ready: adopt, work });
  }

  /** Whether somebody signed in or out since: theirs is the last word, and nothing is to be done about a refusal. */
  #decided(refused: Credential): boolean {
    return this.#signedOut || this.#current !== refused;
  }

  *#adopt(keeper: CookieKeeper, refused: Credential, { call }: AuthContext): Flow<true | undefined> {
    const { clock } = call.settings;
    const stored = this.#requests.newJar();
    const hit = yield* keeper.load(stored, clock);
    call.storeHit = call.storeHit === true || hit;
    if (this.#decided(refused)) return this.#signedOut ? undefined : true;
    if (!hit) return undefined;
    const session = this.#requests.session(stored, clock.wall());
    // Not what the jar holds: a server that refuses a session deletes its cookie in the same answer.
    if (session === undefined || session === this.#held) return undefined;
    this.#use(stored, clock.wall(), "store");
    return true;
  }

  *#renew(refused: Credential, context: AuthContext): Flow<boolean> {
    const { renew } = this.#options;
    if (renew === undefined || this.#signedOut) return false;
    const renewal: Renewal = { call: context.call, refused };
    this.#renewal = renewal;
    try {
      yield* renew(context);
    } finally {
      this.#renewal = undefined;
    }
    // Else every call would try it again, and an account has few tries.
    if (renewal.failure !== undefined && !this.#decided(refused)) throw renewal.failure;
    return !this.#signedOut && this.#current !== refused;
  }
}

/**
 * Signs in by a request whose answer sets cookies, as Django's sessions do.
 *
 * @example
 * ```ts
 * const bytes = new TextEncoder().encode(JSON.stringify({ username, password }));
 * const headers = { "content-type": "application/json" };
 * const login: CredentialRequest = { method: "POST", path: "/login/", headers, body: { kind: "bytes", bytes } };
 * const auth: CookieLogin = cookieLogin({
 *   url: "https://api.example.org/",
 *   cookie: "sessionid",
 *   csrf: { cookie: "csrftoken", header: "x-csrftoken" },
 *   renew: (context) => auth.login(login, context), // when the server wants a session and there is none
 * });
 * const session = new AsyncSession({ url: "https://api.example.org/", auth });
 * ```
 */
export function cookieLogin(options: CookieLoginOptions): CookieLogin {
  return new CookieLogin(options);
}
