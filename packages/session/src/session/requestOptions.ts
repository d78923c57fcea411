import type { UploadProgress } from "../message/request.ts";
import type { BodyInput } from "../request/encodeBody.ts";
import type { Params } from "../request/encodeParams.ts";

/** What one request may say beside its method and endpoint. */
export interface RequestOptions extends BodyInput {
  /** Query parameters, added to those of the endpoint. */
  readonly params?: Params | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** In ms, for this call instead of the session's `timeout`. */
  readonly timeout?: number | undefined;
  /** In ms, for this call instead of the session's `deadline`. */
  readonly deadline?: number | undefined;
  /** Aborts the call. Async twin only: nothing can raise a signal while a thread is blocked. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Told as the body leaves: bytes handed to the network, and the size where it is known. A retry begins anew. What it
   * throws ends the call.
   */
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
  /**
   * Your word that sending it twice does no harm, so that a POST may be retried; with `false`, a GET is retried no more than a
   * POST: where nothing had left, and on 429.
   */
  readonly idempotent?: boolean | undefined;
}

/** Options of the calls that sign in and out. */
export type SignInOptions = Pick<RequestOptions, "timeout" | "deadline" | "signal">;

/** Options of a download. */
export interface DownloadOptions extends RequestOptions {
  /** Default GET. */
  readonly method?: string | undefined;
  /** What to do when the file is there already. Default "replace"; a directory, a device or a pipe always stays. */
  readonly existing?: "replace" | "error" | undefined;
}

/** One request of a batch: an endpoint to GET, or a method, an endpoint and options. */
export type BatchRequest =
  | string
  | (RequestOptions & { readonly method?: string | undefined; readonly endpoint: string });

/** How far a batch has come. */
export interface Progress {
  /** Requests that have ended, failed ones included. */
  readonly done: number;
  /** Requests that ended without a response. */
  readonly failed: number;
  readonly total: number;
}

/** What `all` takes besides the requests. */
export interface AllOptions {
  /** At most so many at once; never more than the session's own maxConcurrency. */
  readonly maxConcurrency?: number | undefined;
  /** Told after each request. Returning `false` stops the batch: what is under way is aborted, the rest not sent. */
  readonly onProgress?: ((progress: Progress) => boolean | void) | undefined;
  /** Stops the batch. Async twin only. */
  readonly signal?: AbortSignal | undefined;
}
