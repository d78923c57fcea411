import type { ApiResponse } from "../message/apiResponse.ts";
import { type ErrorDetails, LatchkeyError } from "./latchkeyError.ts";

/** What a {@link StatusError} is made from. */
export interface StatusErrorDetails extends ErrorDetails {
  readonly status: number;
  /** The parsed error body. */
  readonly problem: unknown;
  /** In ms. */
  readonly retryAfter: number | undefined;
  readonly response: ApiResponse<unknown> | undefined;
}

/**
 * The server answered with a status that is not 2xx. Thrown by `raiseForStatus()` and by typed methods; the plain
 * `http*` methods return the response instead.
 */
export class StatusError extends LatchkeyError {
  override readonly name: string = "StatusError";
  readonly code = "status" as const;
  /** Of the answer: never 2xx. */
  readonly status: number;
  /** What `Retry-After` asked for, in ms; on 429 and 503. */
  readonly retryAfter: number | undefined;
  readonly #problem: unknown;
  readonly #response: ApiResponse<unknown> | undefined;

  constructor(message: string, details: StatusErrorDetails) {
    super(message, details);
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.#problem = details.problem;
    this.#response = details.response;
  }

  /** The parsed error body, whatever its shape: an object, a list, text, or `undefined` when there was none. */
  get problem(): unknown {
    return this.#problem;
  }

  /**
   * The whole response; `undefined` of an answer to a request for a credential. Not printed with the error: its headers may
   * hold cookies.
   */
  get response(): ApiResponse<unknown> | undefined {
    return this.#response;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), status: this.status, retryAfter: this.retryAfter };
  }
}
