import type { ApiResponse, ElsewhereOptions, Flow, In, Mode, RequestOptions } from "@latchkey/session";

/** What one request to the API may say beside its method and path. */
export type HeliosRequest = Pick<
  RequestOptions,
  "params" | "json" | "form" | "headers" | "timeout" | "deadline" | "idempotent"
> & {
  /** What the server asks to wait does not count against the time-out: for pages and the items of batches. */
  readonly patient?: boolean | undefined;
};

/** What the four APIs are made of: the calls of one session, as flows. */
export interface HeliosCalls<M extends Mode> {
  /** Which twin the session is. */
  readonly mode: M;
  /** The session's correlation id. */
  readonly cid: string;
  /** How many requests of a batch may be under way at once. */
  readonly maxConcurrency: number;
  /** Base URL of the API without a slash at its end. Reads the credentials where that has not happened. */
  readonly apiUrl: string;
  /** Runs a flow as the twin does: a promise, or the value itself. */
  run<T>(flow: Flow<T>, signal?: AbortSignal): In<T>[M];
  /**
   * GET of a path below the API's base URL, through all layers: a token is obtained and renewed where needed.
   *
   * @param path - encoded already, see `endpoint` of the session package
   */
  get<T>(path: string, request?: HeliosRequest): Flow<ApiResponse<T>>;
  /** Any other method; see {@link HeliosCalls.get}. */
  send<T>(method: string, path: string, request?: HeliosRequest): Flow<ApiResponse<T>>;
  /**
   * GET of an absolute URL with nothing of the session's in it; redirects are answers.
   *
   * @throws UsageError (`endpoint`) for a URL that is not https, or http to this machine
   */
  elsewhere(url: string, options?: ElsewhereOptions): Flow<ApiResponse<unknown>>;
  /** The error of those of a batch that have not begun, once one has failed like this; `undefined`: they may begin. */
  notStarted(failure: unknown): Error | undefined;
}

/** Whose calls an API makes: a session. */
export interface HeliosCaller<M extends Mode> {
  readonly calls: HeliosCalls<M>;
}
