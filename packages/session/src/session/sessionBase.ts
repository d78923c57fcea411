import type { AuthContext, CredentialRequest } from "../contracts/authStrategy.ts";
import { assertBlockingStore } from "../contracts/store.ts";
import type { StatusError } from "../errors/statusError.ts";
import { call, type Flow } from "../flow/flow.ts";
import type { Each, In, Mode } from "../flow/mode.ts";
import type { Source } from "../flow/source.ts";
import type { ApiResponse } from "../message/apiResponse.ts";
import { apiResponse } from "../message/httpResponse.ts";
import type { Reply } from "../message/reply.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { type BodyInput, encodeBody } from "../request/encodeBody.ts";
import { sessionEvents } from "../telemetry/sessionEvents.ts";
import { batch, type Requests, requestsOf, type SendOne, signalAmong } from "./batch.ts";
import type { BatchItem } from "./batchItem.ts";
import { type CheckedSessionOptions, timingShape } from "./checkSessionOptions.ts";
import { type Download, download } from "./download.ts";
import { type ElsewhereOptions, elsewhere } from "./elsewhere.ts";
import { exchange } from "./exchange.ts";
import { logObserver } from "./logObserver.ts";
import type { ExchangeOptions } from "./newRequest.ts";
import { notStarted } from "./notStarted.ts";
import type { AllOptions, BatchRequest, DownloadOptions, RequestOptions, SignInOptions } from "./requestOptions.ts";
import type { Runner } from "./runner.ts";
import { closed, SessionCore } from "./sessionCore.ts";
import type { SessionKind } from "./sessionKind.ts";
import type { Twin } from "./twin.ts";

const signInShape = { ...timingShape, signal: (value: unknown) => value } as const;

/**
 * What both twins of every kind of session share. `M` says which twin it is: a method returns `In<T>[M]`, which is a
 * promise in one and the value itself in the other. Extend it to write a session of your own.
 */
export abstract class SessionBase<M extends Mode> {
  /** Which twin this is. */
  readonly mode: M;
  readonly #core: SessionCore;
  readonly #runner: Runner<M>;
  readonly #ownTransport: boolean;

  constructor(twin: Twin<M>, options: CheckedSessionOptions, kind: SessionKind) {
    if (twin.mode === "blocking" && kind.auth.store !== undefined) assertBlockingStore(kind.auth.store);
    const transport = options.transport ?? twin.connect(options.connection);
    const observer = logObserver(kind.name);
    const watch = sessionEvents(kind.name, options.cid);
    this.mode = twin.mode;
    this.#ownTransport = options.transport === undefined;
    this.#runner = twin.runner(transport, watch.enter);
    this.#core = new SessionCore(options, kind, transport, { observer, watch });
    if (!options.connection.verifySsl)
      observer.warning("verifySsl is off: whoever is in between can read and change all.");
  }

  /** The normalised base URL; it ends in one slash. */
  get url(): string {
    return this.#core.base.href;
  }

  /** The correlation id that every request of this session carries: a UUID. */
  get cid(): string {
    return this.#core.cid;
  }

  /**
   * Sends a request and returns the last response, whatever its status.
   *
   * @param method - any HTTP method but CONNECT, in capitals
   * @param endpoint - relative to `url`, with or without a leading slash; an absolute URL must lie under `url`
   * @throws UsageError for bad input, and when the session is closed
   * @throws TransportError when there is no response
   */
  sendRequest<T = unknown>(method: string, endpoint: string, options?: RequestOptions): In<ApiResponse<T>>[M] {
    const own = options === undefined ? undefined : { request: options };
    return this.run(this.exchange<T>(method, endpoint, own), options?.signal);
  }

  /**
   * Sends many requests at once, in both twins; results come in input order, and a failure is a result. A request that
   * the server asks to send again later waits for it, whatever its time-out. Where a 429 or 503 asks to wait for longer than
   * `retry.maxRetryAfter`, those that have not begun are not started: each has a StatusError that says so.
   *
   * @throws UsageError (`option`) for requests that are no list
   *
   * @example
   * ```ts
   * for (const { request, response, error } of session.all(["things/1", "things/2"])) {
   *   console.log(request, response?.status ?? error?.message);
   * }
   * ```
   */
  all<T = unknown>(requests: Iterable<BatchRequest>, options: AllOptions = {}): In<BatchItem<T>[]>[M] {
    // An aborted batch still reports what was done: the signal stops it instead of ending its flow. The blocking
    // twin's runner refuses signals.
    const list = requestsOf(requests);
    const refused = this.mode === "blocking" ? (options.signal ?? signalAmong(list)) : undefined;
    // T is the caller's word for every 2xx body, as with a single call.
    return this.run(this.#all(list, options) as Flow<BatchItem<T>[]>, refused);
  }

  /**
   * Streams a body to a file: to a temporary name beside it, renamed when all of it is there. A status that is not
   * 2xx throws and leaves no file.
   *
   * @param file - path of the finished file, without control characters
   * @throws StatusError when the status is not 2xx
   * @throws TransportError of code `disk` when the file cannot be written, `filename` when what has its name must stay,
   * and as `sendRequest` does
   */
  download(endpoint: string, file: string, options: DownloadOptions = {}): In<Download>[M] {
    return this.run(download(this.#core, endpoint, file, options), options.signal);
  }

  /** Ends what is under way, and the session's connections. Closing twice does nothing. */
  close(): In<void>[M] {
    if (this.#core.close()) this.#runner.cancel(closed());
    return this.run(this.#disconnect());
  }

  /** What `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { mode, url, cid } = this;
    return `${this.constructor.name} ${JSON.stringify({ mode, url, cid })}`;
  }

  /** Runs a flow as this twin does. */
  protected run<T>(flow: Flow<T>, signal?: AbortSignal): In<T>[M] {
    return this.#runner.run(flow, signal);
  }

  /** Reads a source as this twin does: a new one for each iteration. */
  protected each<T>(open: () => Source<T>, signal?: AbortSignal): Each<T>[M] {
    return this.#runner.each(open, signal);
  }

  /**
   * For methods that do something of their own before they send.
   *
   * @throws UsageError (`closed`) when the session is closed
   */
  protected assertOpen(): void {
    this.#core.assertOpen();
  }

  /** One call through all layers, as a flow: what the methods of a kind of session are made of. */
  protected exchange<T>(method: string, endpoint: string, options?: ExchangeOptions): Flow<ApiResponse<T>> {
    return exchange<T>(this.#core, method, endpoint, options);
  }

  /** A new call, for signing in and out: what a strategy works with. */
  protected context(options: SignInOptions = {}): AuthContext {
    this.#core.assertOpen();
    const { timeout, deadline } = checkOptions(options, signInShape);
    return this.#core.context(this.#core.call({ timeout, deadline }));
  }

  /** A request for `AuthContext.send`: its endpoint is spelled and joined as any other, its body encoded. */
  protected credentialRequest(method: string, endpoint: string, input: BodyInput): CredentialRequest {
    const { body, contentType } = encodeBody(input);
    const { path } = this.#core.endpoints.find(endpoint);
    return { method, path, body, headers: contentType === undefined ? {} : { "content-type": contentType } };
  }

  /** The response that a reply to such a request is for the caller. */
  protected answer<T>({ method, path }: CredentialRequest, reply: Reply, { call }: AuthContext): ApiResponse<T> {
    return apiResponse<T>(reply, call, { method, url: this.#core.base.origin + path });
  }

  /**
   * GET of another origin, as storage hosts ask for: nothing of the session's goes along, and no redirect is followed.
   *
   * @param url - absolute; https, or http to this machine
   * @throws UsageError (`endpoint`) for any other URL
   */
  protected *elsewhere(url: string, options: ElsewhereOptions = {}): Flow<ApiResponse<unknown>> {
    return yield* elsewhere(this.#core, url, options);
  }

  /**
   * For methods that send many requests: the error of those that have not begun, once one has failed like this. They are not
   * to be started where a 429 or 503 asks to wait for longer than `retry.maxRetryAfter`.
   */
  protected notStarted(failure: unknown): StatusError | undefined {
    return notStarted(failure, this.#core.options.retry.maxRetryAfter);
  }

  #all(requests: Requests, options: AllOptions): Flow<BatchItem[]> {
    const { maxRetryAfter: longestWait } = this.#core.options.retry;
    const sendOne: SendOne = (method, endpoint, request) => this.exchange(method, endpoint, request);
    return batch(requests, { sendOne, longestWait }, options);
  }

  *#disconnect(): Flow<void> {
    if (this.#ownTransport) yield* call(() => this.#runner.transport.close(true));
  }
}
