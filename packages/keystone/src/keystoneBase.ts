import {
  type AuthContext,
  apiKey,
  assertBlockingStore,
  type CookieLogin,
  call,
  checkOptions,
  cookieLogin,
  type FileInput,
  type Flow,
  type In,
  type Mode,
  type SignInOptions,
  settleSessionOptions,
  type Twin,
  UsageError,
} from "@latchkey/session";
import { type AttachOptions, attach } from "./attachments/attach.ts";
import type { BatchOptions } from "./batch/batchOptions.ts";
import type { BatchResult } from "./batch/batchResult.ts";
import type { Job } from "./batch/job.ts";
import { runBatch } from "./batch/runBatch.ts";
import { checkCredentials } from "./checkCredentials.ts";
import type { ClientAccess } from "./clientAccess.ts";
import type { Attachment } from "./endpoints/allocations.ts";
import type { CallOptions, EndpointArgument, ListParamsOf, Row } from "./endpoints/lookup.ts";
import { TypedHttp } from "./endpoints/typedHttp.ts";
import type { User } from "./endpoints/users.ts";
import type { KeystoneCredentials, KeystoneOptions } from "./keystoneOptions.ts";
import { keystoneShape, refuseIdleOptions } from "./keystoneShape.ts";
import { paginate } from "./pages/paginate.ts";
import type { Paginated } from "./pages/paginated.ts";
import type { PaginateOptions } from "./pages/paginateOptions.ts";
import { refuseLogin } from "./refuseLogin.ts";
import { makeResource } from "./resources/makeResource.ts";
import type { Resource, ResourceName } from "./resources/resource.ts";
import { spellEndpoint } from "./spellEndpoint.ts";
import { serverVersion } from "./versions/serverVersion.ts";

const LOGIN = "authentication/login/";
const LOGOUT = "authentication/logout/";
const WHOAMI = "authentication/whoami/";

/** Names that Django gives the two cookies of a session. */
const SESSION_COOKIE = "sessionid";
const CSRF = { cookie: "csrftoken", header: "x-csrftoken" } as const;

/** What both Keystone clients share: all of it. */
export abstract class KeystoneBase<M extends Mode> extends TypedHttp<M> {
  readonly #cookies: CookieLogin;
  readonly #hasToken: boolean;
  readonly #access: ClientAccess<M> = {
    cid: this.cid,
    exchange: (method, endpoint, options) => this.exchange(method, endpoint, options),
    run: (flow, signal) => this.run(flow, signal),
    each: (open, signal) => this.each(open, signal),
  };

  constructor(twin: Twin<M>, options: KeystoneOptions) {
    const { token, store, storeKey, reauthenticate, ...checked } = checkOptions(options, keystoneShape);
    refuseIdleOptions({ token, store, storeKey, reauthenticate });
    if (store !== undefined && twin.mode === "blocking") assertBlockingStore(store);
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
    });
    this.#cookies = cookies;
    this.#hasToken = token !== undefined;
  }

  /**
   * Signs in, from clean cookies: a failed login leaves the session as it was.
   *
   * @returns the user that is now signed in
   * @throws AuthenticationError (`rejected`) when the server knows no active user of that name and password
   * @throws StatusError when it answers in any other way, TransportError when it does not answer
   *
   * @example
   * ```ts
   * const user = await client.login({ username: "ada", password });
   * ```
   */
  login(credentials: KeystoneCredentials, options: SignInOptions = {}): In<User>[M] {
    return this.run(this.#login(credentials, options), options.signal);
  }

  /**
   * Signs out, and forgets the session's cookies even when the server cannot be told. Quiet when nobody is signed in.
   *
   * @throws UsageError (`option`) for a client with a `token`: only the server's administrators can revoke one
   */
  logout(options: SignInOptions = {}): In<void>[M] {
    return this.run(this.#logout(options), options.signal);
  }

  /** The user that the server takes this session for; `null` when it is not, or no longer, signed in. */
  whoami(options: SignInOptions = {}): In<User | null>[M] {
    return this.run(this.#whoami(options), options.signal);
  }

  /** Whether the server takes this session for signed in. A server that cannot be asked is an error, not a `false`. */
  isAuthenticated(options: SignInOptions = {}): In<boolean>[M] {
    return this.run(this.#isAuthenticated(options), options.signal);
  }

  /**
   * The rows of a list, all of them or the first `maxItems`, in order: to loop over with `for await`, in the blocking
   * twin with `for`. Asks for pages while others are read, waits where the server asks for it, and stops when the loop
   * is left. Rows that appear or vanish meanwhile are neither doubled nor lost, as far as ids show it: ties of your
   * `_order` are broken by id for that.
   *
   * @throws UsageError for bad options, at once
   * @throws StatusError for a page that is refused, TransportError (`protocol`) for a list that does not go on
   *
   * @example
   * ```ts
   * for await (const user of client.paginate("users/users", { params: { last_name__contains: "ng" } })) {
   *   console.log(user.username);
   * }
   * ```
   */
  paginate<const E>(endpoint: EndpointArgument<E>, options?: PaginateOptions<ListParamsOf<E>>): Paginated<Row<E>, M>;
  paginate(endpoint: string, options?: object): Paginated<unknown, M> {
    return paginate(this.#access, endpoint, options);
  }

  /**
   * The records of one kind, with methods that return them, or throw: `list`, `retrieve`, `create`, `update`,
   * `replace`, `delete`, as far as the API has them.
   *
   * @throws StatusError from its methods, for an answer that is an error
   *
   * @example
   * ```ts
   * const teams = client.resource("users/teams");
   * const { id } = await teams.create({ name: "Physics" });
   * await teams.update(id, { is_active: false });
   * await teams.retrieve(999); // null
   * ```
   */
  resource<const N extends ResourceName>(name: N): Resource<N, M>;
  resource(name: string): object {
    return makeResource(this.#access, name);
  }

  /**
   * Runs a job: actions that succeed together or not at all, in one request. Later actions may refer to what earlier
   * ones answer.
   *
   * @param build - adds the actions; what it returns comes back as `returned`, with results in the place of actions
   * @throws BatchError when an action is refused, or a reference cannot be resolved: nothing was done then
   * @throws UsageError for a job that cannot be sent: nothing was sent then
   *
   * @example
   * ```ts
   * const { returned } = await client.batch((job) => {
   *   const team = job.post("users/teams", { json: { name: "Physics" } });
   *   job.post("users/memberships", { json: { team: team.ref("id"), user: 7, role: "OW" } });
   *   return team;
   * });
   * returned.body.id;
   * ```
   */
  batch<R>(build: (job: Job) => R, options: BatchOptions = {}): In<BatchResult<R>>[M] {
    return this.run(runBatch(this.#access, build, options), options.signal);
  }

  /**
   * Attaches a file to an allocation request: from a path, a Blob, bytes or text, in the async twin from a stream. The
   * body is read while it is sent, so that a file of any size takes little memory; the time-out is the longest silence.
   *
   * @param request - id of the request
   * @throws UsageError (`body`) with `verify`, for a file that the server would refuse: it was not sent then
   * @throws StatusError for a file that the server does refuse
   *
   * @example
   * ```ts
   * await client.attach(request.id, { path: "proposal.pdf" }, { verify: true });
   * await client.attach(request.id, { content: "a,b\n1,2\n", filename: "numbers.csv" }, { name: "Numbers" });
   * ```
   */
  attach(request: number | bigint, file: FileInput, options: AttachOptions = {}): In<Attachment>[M] {
    return this.run(attach(this.#access, request, file, options), options.signal);
  }

  /**
   * The version of the server, such as `"0.10.9"`. Needs no login.
   *
   * @throws UsageError (`option`) for a server before 0.9, naming its version
   * @throws DecodeError when what is at `url` is no Keystone server
   */
  version(options: CallOptions = {}): In<string>[M] {
    return this.run(serverVersion(this.#access, options), options.signal);
  }

  *#login(credentials: KeystoneCredentials, options: SignInOptions): Flow<User> {
    if (this.#hasToken) {
      throw new UsageError("option", "This client signs in with its token: it has no login.", {
        hint: "Make a client without `token` to sign in with a password.",
      });
    }
    return yield* this.#signIn(credentials, this.context(options));
  }

  *#signIn(credentials: KeystoneCredentials, context: AuthContext): Flow<User> {
    const request = this.credentialRequest("POST", LOGIN, { json: checkCredentials(credentials) });
    const response = this.answer<User>(request, yield* this.#cookies.login(request, context), context);
    refuseLogin(response, this.cid);
    return response.raiseForStatus().json();
  }

  *#reauthenticate(ask: NonNullable<KeystoneOptions["reauthenticate"]>, context: AuthContext): Flow<User> {
    return yield* this.#signIn(yield* call(ask, context.call.until), context);
  }

  *#logout(options: SignInOptions): Flow<void> {
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

  *#whoami(options: SignInOptions): Flow<User | null> {
    const response = yield* this.exchange<User>("GET", WHOAMI, { request: options });
    return response.status === 401 ? null : response.raiseForStatus().json();
  }

  *#isAuthenticated(options: SignInOptions): Flow<boolean> {
    return (yield* this.#whoami(options)) !== null;
  }
}
