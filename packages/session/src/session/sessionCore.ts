import type { AuthContext, CredentialRequest } from "../contracts/authStrategy.ts";
import type { Clock, Transport } from "../driver/transport.ts";
import { type Interruption, isInterruption } from "../errors/interruption.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { authenticate } from "../layers/authenticate.ts";
import { cookies } from "../layers/cookies.ts";
import type { Next } from "../layers/layer.ts";
import { limit } from "../layers/limit.ts";
import { type Observer, observe, type Watch } from "../layers/observe.ts";
import { redirect } from "../layers/redirect.ts";
import { retry } from "../layers/retry.ts";
import { credentialStack, type Layers, mainStack } from "../layers/stack.ts";
import { Call, type CallSettings, type SharedByBatch } from "../message/call.ts";
import type { Reply } from "../message/reply.ts";
import { type HeaderRecord, isIdempotent, type Request } from "../message/request.ts";
import type { BaseUrl } from "../request/baseUrl.ts";
import { Endpoints } from "../request/endpoints.ts";
import type { CheckedSessionOptions } from "./checkSessionOptions.ts";
import type { SessionKind } from "./sessionKind.ts";

/** A request below the authenticate layer. */
export type BareRequest = CredentialRequest & Pick<Request, "save" | "isAnonymous">;

/** Who is told of what a session does. */
export interface Tells {
  readonly observer: Observer;
  readonly watch: Watch;
}

/** How one call differs from the session's defaults. */
export interface CallOptions {
  readonly timeout?: number | undefined;
  readonly deadline?: number | undefined;
  readonly streams?: boolean | undefined;
  readonly patient?: boolean | undefined;
  readonly batch?: SharedByBatch | undefined;
}

/** What a session is, whichever twin: the two stacks of layers over one transport, for one base URL. */
export class SessionCore {
  readonly base: BaseUrl;
  readonly cid: string;
  readonly options: CheckedSessionOptions;
  readonly #kind: SessionKind;
  readonly #clock: Clock;
  readonly #main: Next;
  readonly #credential: Next;
  readonly #headers: HeaderRecord;
  readonly endpoints: Endpoints;
  #settings: CallSettings | undefined;
  #closed = false;

  constructor(options: CheckedSessionOptions, kind: SessionKind, transport: Transport, tells: Tells) {
    this.options = options;
    this.base = options.base;
    this.cid = options.cid;
    this.#kind = kind;
    this.#clock = transport.clock;
    // Compared by identity from here to the wire: a layer that wrote into it would change all calls, or none.
    this.#headers = Object.freeze({ ...options.headers, [kind.cidHeader]: options.cid });
    this.endpoints = new Endpoints(options.base, kind.spell, kind.spellParams);
    const layers: Layers = {
      observe: observe(tells.observer, tells.watch, (error) => this.#meaning(error)),
      retry: retry(options.retry),
      authenticate: authenticate(kind.auth, (request) => this.context(request.call)),
      redirect: redirect({ follow: options.followRedirects, max: options.maxRedirects }),
      limit: limit(options.maxConcurrency, options.retry),
      cookies: cookies(kind.jar, kind.cookies ?? {}),
    };
    this.#main = mainStack(layers, options.layers);
    this.#credential = credentialStack(layers);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Marks the session closed; `false` when it was before. */
  close(): boolean {
    const first = !this.#closed;
    this.#closed = true;
    return first;
  }

  /** @throws UsageError (`closed`) when the session is closed. */
  assertOpen(): void {
    if (this.#closed) throw closed();
  }

  /** @throws UsageError (`option`) when a call's headers name one that belongs to the session. */
  assertFree(headers: HeaderRecord): void {
    const { cidHeader } = this.#kind;
    if (headers[cidHeader] === undefined) return;
    throw new UsageError("option", `headers: ${cidHeader} cannot be set for one call: it is the session's.`, {
      hint: "Give the session a cid when you make it.",
    });
  }

  /** Begins a call: its clock runs from now. Most calls have no settings of their own, and share the session's. */
  call({ timeout, deadline, streams = false, patient = false, batch }: CallOptions = {}): Call {
    const common = this.#common;
    if (timeout === undefined && deadline === undefined && !streams && !patient) return new Call(common);
    return new Call({
      ...common,
      timeout: timeout ?? common.timeout,
      deadline: deadline ?? common.deadline,
      streams,
      patient,
      batch,
    });
  }

  /** Made by the first call: before it, some sessions do not know their base URL. */
  get #common(): CallSettings {
    if (this.#settings !== undefined) return this.#settings;
    const { timeout, deadline, maxBytes } = this.options;
    const own = { cid: this.cid, baseUrl: this.base.href, clock: this.#clock };
    // All that a call may have of its own: a copy that gets another member takes as long as all layers together.
    this.#settings = { ...own, timeout, deadline, maxBytes, streams: false, patient: false, batch: undefined };
    return this.#settings;
  }

  /** The session's headers and those of one call. Most have none, and carry the very object that the one before did. */
  headers(own: HeaderRecord | undefined): HeaderRecord {
    return own === undefined ? this.#headers : { ...this.#headers, ...own };
  }

  /** Sends a request through all layers. Whoever puts one together looks first whether the session is open. */
  send(request: Request): Flow<Reply> {
    return this.#main(request);
  }

  /** What a strategy works with during a call. */
  context(call: Call): AuthContext {
    return new CoreContext(this, call);
  }

  /** Sends a request that carries nothing but what it is given; to another origin not even the session's headers. */
  sendBare(call: Call, bare: BareRequest, purpose?: Request["purpose"]): Flow<Reply> {
    this.assertOpen();
    const { method, origin, path, headers, body, save, isAnonymous, idempotent } = bare;
    const own = origin === undefined || origin === this.base.origin;
    // The correlation id belongs to this session's server: no other origin hears of it.
    const merged = own ? { ...this.#headers, ...headers } : { ...headers };
    const endpoint = path.replace(/[?#].*$/s, "");
    const request: Request = {
      method,
      endpoint,
      origin: origin ?? this.base.origin,
      path,
      headers: merged,
      body,
      save,
      isAnonymous,
      idempotent: idempotent ?? isIdempotent(method),
      purpose,
      call,
    };
    return this.#credential(request);
  }

  /** A call that ends because the session was closed says so. */
  #meaning(error: unknown): unknown {
    if (!this.#closed || !isInterruption(error)) return error;
    return error.code === "aborted" || error.code === "closed" ? closed(error) : error;
  }
}

/** A class, because one is made for each call, and few send anything. */
class CoreContext implements AuthContext {
  readonly call: Call;
  readonly #core: SessionCore;

  constructor(core: SessionCore, call: Call) {
    this.call = call;
    this.#core = core;
  }

  send(request: CredentialRequest): Flow<Reply> {
    return this.#core.sendBare(this.call, request, "credential");
  }

  apart(): AuthContext {
    return this.#core.context(this.#core.call());
  }
}

/** The error of a call on a session that is closed, or that was closed under it. */
export function closed(ended?: Interruption): UsageError {
  if (ended === undefined) {
    return new UsageError("closed", "The session is closed.", {
      hint: "Make a new one: a closed session stays closed.",
    });
  }
  const { sent, method, url, cid } = ended;
  const hint = sent ? "The server may have acted on it." : "Nothing had been sent.";
  return new UsageError("closed", "The session was closed while the call was under way.", {
    sent,
    method,
    url,
    cid,
    hint,
  });
}
