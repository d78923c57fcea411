import {
  type ApiResponse,
  type Flow,
  HttpVerbs,
  type In,
  type Mode,
  type SignInOptions,
  type TokenInfo,
  type Twin,
} from "@latchkey/session";
import { tokenPlace } from "#tokenPlace";
import type { Alerts } from "./apis/alerts.ts";
import type { Cameras } from "./apis/cameras.ts";
import type { Collections } from "./apis/collections.ts";
import type { HeliosCaller, HeliosCalls, HeliosRequest } from "./apis/heliosCalls.ts";
import type { Observations } from "./apis/observations.ts";
import { signalOf } from "./batches/batchOptions.ts";
import { Account, withoutSlash } from "./credentials/account.ts";
import type { CredentialsExplanation } from "./credentials/explanation.ts";
import { lazyBaseUrl } from "./credentials/lazyBaseUrl.ts";
import type { HeliosOptions } from "./heliosOptions.ts";
import { type CheckedHeliosOptions, checkHeliosOptions } from "./session/checkHeliosOptions.ts";
import { type ApiName, type ApiNamed, apiNamed, type HeliosApis, heliosApis } from "./session/heliosApis.ts";
import { heliosKind } from "./session/heliosKind.ts";
import { warnOnce } from "./session/warnOnce.ts";
import { GivenToken } from "./token/givenToken.ts";
import { HeliosAuth } from "./token/heliosAuth.ts";
import type { HeliosSignIn } from "./token/heliosSignIn.ts";

/** What both Helios sessions share: all of it. */
export abstract class HeliosBase<M extends Mode> extends HttpVerbs<M> implements HeliosCaller<M> {
  readonly #options: CheckedHeliosOptions;
  readonly #account: Account;
  readonly #auth: HeliosSignIn;
  readonly #calls: HeliosCalls<M>;
  readonly #apis: HeliosApis<M>;

  constructor(twin: Twin<M>, options?: HeliosOptions) {
    const checked = checkHeliosOptions(twin.mode, options);
    const { given, token, baseDir, isBaseDirChosen, store, tokenExpirationThreshold: threshold } = checked;
    const warn = warnOnce();
    const onWarning = ({ message }: Error): void => warn(message);
    const account = new Account(given, baseDir, warn, token !== undefined);
    const base = lazyBaseUrl(() => account.base);
    const signIn = (): HeliosSignIn => {
      if (token !== undefined) return new GivenToken(token, base, threshold);
      const place =
        store === undefined ? tokenPlace(baseDir, isBaseDirChosen, onWarning) : { store, prepare: () => {} };
      return new HeliosAuth({ account, threshold, onWarning, ...place });
    };
    const auth = signIn();
    super(twin, { ...checked.session, base }, heliosKind(auth, base));
    this.#options = checked;
    this.#account = account;
    this.#auth = auth;
    this.#calls = this.#ownCalls();
    this.#apis = heliosApis<M>(this);
  }

  /**
   * The client id in use. Looks for credentials where that has not happened; see {@link HeliosBase.explainCredentials}.
   *
   * @throws AuthenticationError (`missing`) when there are none, or a token was passed in their place
   */
  get clientId(): string {
    return this.#account.credentials.clientId;
  }

  /**
   * Base URL of the API, without a slash at its end. Looks for credentials: they say which server they are for.
   *
   * @throws AuthenticationError (`missing`) when there are none
   */
  get apiUrl(): string {
    return withoutSlash(this.#account.base);
  }

  /** Absolute path of the directory with `credentials.json` and the tokens. */
  get baseDir(): string {
    return this.#options.baseDir;
  }

  /** How many requests of a batch may be under way at once. */
  get maxConcurrency(): number {
    return this.#options.maxConcurrency;
  }

  /** In minutes; see {@link HeliosOptions.tokenExpirationThreshold}. */
  get tokenExpirationThreshold(): number {
    return this.#options.tokenExpirationThreshold;
  }

  /** Whether certificates are checked. */
  get verifySsl(): boolean {
    return this.#options.session.connection.verifySsl;
  }

  /**
   * What is known of the token in use: whose it is and when it ends, never the token. `undefined` before the start, and
   * of a token that was passed.
   */
  get token(): TokenInfo | undefined {
    return this.#auth.token;
  }

  /**
   * The header that requests carry, for requests made elsewhere; `undefined` before the start. It holds the token: keep
   * it out of logs. It is replaced when the token is renewed, so read it anew for each use.
   */
  get authHeader(): { readonly Authorization: string } | undefined {
    const value = this.#auth.authorization;
    return value === undefined ? undefined : { Authorization: value };
  }

  /** What the APIs of this session are made of. */
  get calls(): HeliosCalls<M> {
    return this.#calls;
  }

  /** Weather alerts. */
  get alerts(): Alerts<M> {
    return this.#apis.alerts;
  }

  /** Cameras and their images. */
  get cameras(): Cameras<M> {
    return this.#apis.cameras;
  }

  /** Collections of images. */
  get collections(): Collections<M> {
    return this.#apis.collections;
  }

  /** Observations: what the cameras' images say about the weather. */
  get observations(): Observations<M> {
    return this.#apis.observations;
  }

  /**
   * An API by its name, in capitals or not: `client("alerts")` is `alerts`.
   *
   * @throws UsageError (`option`) for a name that is none
   */
  client<N extends ApiName>(name: N): ApiNamed<M, N> {
    return apiNamed(this.#apis, name);
  }

  /**
   * Makes sure of a good token: the one in use, or in the token file, is shown to the server and replaced when it is
   * refused or about to end; where there is none, one is asked for. Sessions start by themselves on first use; call this
   * to learn of trouble early, or again before a long job.
   *
   * A token in use is renewed without it: a minute (or a tenth of its life) before its end, and when the server refuses
   * it.
   *
   * @throws AuthenticationError `missing` without credentials, `rejected` when the server refuses them, `expired` when it
   * refuses a token that was passed, `store` when there is no token yet and the token directory cannot be made
   * @throws UsageError for half a pair of credentials or a credentials file that cannot be used
   * @throws StatusError or TransportError when the server has trouble or does not answer
   */
  startSession(options: SignInOptions = {}): In<this>[M] {
    return this.run(this.#start(options), signalOf(options));
  }

  /**
   * Whether the token in use, or in the token file, is good: the server knows it, and it has at least
   * `tokenExpirationThreshold` minutes left. Asks for no other. A server that cannot be asked is an error, not a `false`.
   *
   * @throws AuthenticationError (`missing`) without credentials
   */
  verifyToken(options: SignInOptions = {}): In<boolean>[M] {
    return this.run(this.#verify(options), signalOf(options));
  }

  /**
   * Forgets the token in use and the one in the token file: the next call asks for another.
   *
   * @throws AuthenticationError (`missing`) without credentials, UsageError for a token that was passed
   */
  forgetToken(): In<void>[M] {
    return this.run(this.#forget());
  }

  /**
   * Which credentials are used, which places were looked at, and why the others were not used. Never fails for want of
   * credentials, and never shows a secret.
   *
   * @example
   * ```ts
   * for (const { source, outcome, reason } of session.explainCredentials().considered) {
   *   console.log(`${source}: ${outcome}, ${reason}`);
   * }
   * ```
   */
  explainCredentials(): CredentialsExplanation {
    return this.#account.explain();
  }

  /** What may be logged of a session. Looks for no credentials. */
  toJSON(): Record<string, unknown> {
    const { mode, cid, baseDir, maxConcurrency, token } = this;
    const known = this.#account.known;
    const apiUrl = known === undefined ? undefined : withoutSlash(known.base);
    return { mode, cid, apiUrl, clientId: known?.clientId, baseDir, maxConcurrency, token };
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.constructor.name} ${JSON.stringify(this)}`;
  }

  *#start(options: SignInOptions): Flow<this> {
    yield* this.#auth.start(this.context(options));
    return this;
  }

  *#forget(): Flow<void> {
    yield* this.#auth.forget(this.context());
  }

  *#verify(options: SignInOptions): Flow<boolean> {
    return yield* this.#auth.check(this.context(options));
  }

  #ownCalls(): HeliosCalls<M> {
    const apiUrl = (): string => this.apiUrl;
    return {
      mode: this.mode,
      cid: this.cid,
      maxConcurrency: this.maxConcurrency,
      get apiUrl() {
        return apiUrl();
      },
      run: (flow, signal) => this.run(flow, signal),
      get: (path, request) => this.#send("GET", path, request),
      send: (method, path, request) => this.#send(method, path, request),
      elsewhere: (url, options) => this.elsewhere(url, options),
      notStarted: (failure) => this.notStarted(failure),
    };
  }

  #send<T>(method: string, path: string, { patient, ...request }: HeliosRequest = {}): Flow<ApiResponse<T>> {
    return this.exchange<T>(method, path, { request, patient });
  }
}
