import type { Bytes } from "./bytes.ts";
import type { Explanation } from "./explanation.ts";

/** What every response has; its body has been read already. */
export interface ResponseBase {
  /** The status code that the server sent. */
  readonly status: number;
  /** Header fields, as the platform's `Headers`. Built when first read. */
  readonly headers: Headers;
  /** The first field of that name (in any case), without building `headers`; `undefined` when there is none. */
  header(name: string): string | undefined;
  /** The address that answered, without query values. */
  readonly url: string;
  /** Milliseconds from the call to its answer: queue, refresh and retries included. */
  readonly elapsed: number;
  /** Requests sent for this call, those for a token or a login included. */
  readonly attempts: number;
  /** The session's correlation id. */
  readonly cid: string;
  /** What was asked. */
  readonly request: { readonly method: string; readonly url: string };
  /** The body's bytes, decoded from any content coding. */
  readonly content: Bytes;
  /** The body as text, in the charset that the server named, else UTF-8. */
  text(): string;
  /** Where its time went: credential, waits, attempts, connection. Made when asked for, and without any secret. */
  explain(): Explanation;
}

/** A response with a 2xx status (or to a repeated DELETE whose first try had done the work). */
export interface OkResponse<T> extends ResponseBase {
  readonly ok: true;
  readonly problem: undefined;
  /**
   * The body as JSON.
   *
   * @throws DecodeError when it is not JSON.
   */
  json(): T;
  raiseForStatus(): OkResponse<T>;
}

/** A response with any other status. */
export interface ErrorResponse extends ResponseBase {
  readonly ok: false;
  /** The parsed error body, whatever its shape: an object, a list, text, or `undefined` when it was empty. */
  readonly problem: unknown;
  /**
   * The body as JSON.
   *
   * @throws DecodeError when it is not JSON.
   */
  json(): unknown;
  /** @throws StatusError always: this response is an error. */
  raiseForStatus(): never;
}

/**
 * A full response, the same for both twins: told apart by `ok`.
 *
 * @example
 * ```ts
 * const response = client.httpGet("users/teams");
 * if (response.ok) console.log(response.json());
 * else console.error(response.status, response.problem);
 * ```
 */
export type ApiResponse<T> = OkResponse<T> | ErrorResponse;
