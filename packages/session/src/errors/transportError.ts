import { type ErrorDetails, type ErrorPlace, LatchkeyError, type TransportCode } from "./latchkeyError.ts";

export interface TransportErrorDetails extends ErrorDetails {
  readonly sent?: boolean | undefined;
  readonly attempts?: number | undefined;
}

/**
 * No usable answer arrived. `code` says why; `sent` is true once the first byte of the request may have left, so that
 * the server may have acted on it. An aborted call has the code `aborted` and, as the platform does, the name `AbortError`.
 */
export class TransportError extends LatchkeyError {
  override readonly name: "TransportError" | "AbortError";
  readonly code: TransportCode;
  /** Whether the first byte of the request may have left, so that the server may have acted on it. */
  readonly sent: boolean;
  /** How many requests were sent before giving up. */
  readonly attempts: number;

  constructor(code: TransportCode, message: string, details: TransportErrorDetails = {}) {
    super(message, details);
    this.name = code === "aborted" ? "AbortError" : "TransportError";
    this.code = code;
    this.sent = details.sent ?? false;
    this.attempts = details.attempts ?? 0;
  }

  /** The same error, told with the call that it ended. */
  at(place: ErrorPlace & { readonly attempts: number; readonly sent: boolean }): TransportError {
    const error = new TransportError(this.code, this.message, {
      hint: this.hint,
      method: this.method ?? place.method,
      url: this.url ?? place.url,
      cid: place.cid,
      sent: this.sent || place.sent,
      attempts: place.attempts,
    });
    return error;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), sent: this.sent, attempts: this.attempts };
  }
}
