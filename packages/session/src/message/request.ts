import type { Body } from "./body.ts";
import type { Call } from "./call.ts";

/** Header names in lower case. Only own properties count: nothing that is inherited is ever sent. */
export type HeaderRecord = Readonly<Record<string, string>>;

/** Where a successful body goes instead of into memory. */
export interface SaveTarget {
  /** Absolute path of the finished file. The body grows under a temporary name beside it. */
  readonly file: string;
  /** What to do when that file is there already. */
  readonly existing: "replace" | "error";
}

/** How much of a request's body has left. A retry begins at the beginning. */
export interface UploadProgress {
  /** Bytes handed to the network. */
  readonly sent: number;
  /** Bytes in all; `undefined` for a stream that did not say its size. */
  readonly total: number | undefined;
}

/** One request on its way through the layers: plain data that a layer changes by making another. */
export interface Request {
  readonly method: string;
  /** What logs call it: the endpoint as it was asked for, without its query. */
  readonly endpoint: string;
  /** Scheme, host and port, as `URL.origin` spells them. */
  readonly origin: string;
  /** Path and query; begins with a slash. */
  readonly path: string;
  readonly headers: HeaderRecord;
  readonly body?: Body | undefined;
  readonly save?: SaveTarget | undefined;
  /** Told how much of the body has left; what it throws ends the call. */
  readonly uploaded?: ((progress: UploadProgress) => void) | undefined;
  /** Sending it twice does no harm: by its method, or on the caller's word. */
  readonly idempotent: boolean;
  /** Said of requests that get a credential for the call. */
  readonly purpose?: "credential" | undefined;
  /** To somebody else's server: nothing that says whose session this is goes along, the certificate of `tls.cert` neither. */
  readonly isAnonymous?: boolean | undefined;
  /** What all attempts and hops of one call share. */
  readonly call: Call;
}

/**
 * A copy of the request with more headers; `undefined` removes one.
 *
 * @example
 * ```ts
 * const traced: Layer = {
 *   name: "traced",
 *   handle: (request, next) => next(withHeaders(request, { "x-trace": "1", "x-debug": undefined })),
 * };
 * ```
 */
export function withHeaders(request: Request, headers: Readonly<Record<string, string | undefined>>): Request {
  const names = Object.keys(headers);
  if (names.length === 0) return request;
  const merged: Record<string, string> = { ...request.headers };
  for (const name of names) {
    const value = headers[name];
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  }
  return { ...request, headers: merged };
}

/** In ms; finite where the body streams. What gets a credential is no stream, whatever the call is that it is for. */
export function longestSilence({ call, purpose }: Request): number {
  const { streams, timeout } = call.settings;
  return streams && purpose === undefined ? timeout : Infinity;
}

/** Methods that RFC 9110 §9.2.2 calls idempotent. */
export function isIdempotent(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS" || method === "PUT" || method === "DELETE";
}
