import { type ErrorDetails, type ErrorPlace, LatchkeyError, type UsageCode } from "./latchkeyError.ts";

export interface UsageErrorDetails extends ErrorDetails {
  readonly sent?: boolean | undefined;
}

/**
 * Something was called the wrong way. `code` says what: `option`, `endpoint`, `body`, `closed`, `promise` (a blocking
 * session met one, or something that nobody would wait for gave one) or `deadlock` (a blocking callback waited for itself). Nothing
 * was sent, unless `sent` says so.
 */
export class UsageError extends LatchkeyError {
  override readonly name = "UsageError" as const;
  readonly code: UsageCode;
  /**
   * Whether a request may have left all the same: a session may be closed while a call is under way, and a stream may turn
   * out to be none when half of it was sent.
   */
  readonly sent: boolean;

  constructor(code: UsageCode, message: string, details: UsageErrorDetails = {}) {
    super(message, details);
    this.code = code;
    this.sent = details.sent ?? false;
  }

  /** The same error, told with the call that it ended. */
  at(place: ErrorPlace & { readonly sent: boolean }): UsageError {
    return new UsageError(this.code, this.message, {
      hint: this.hint,
      method: this.method ?? place.method,
      url: this.url ?? place.url,
      cid: place.cid,
      sent: this.sent || place.sent,
    });
  }
}
