import { type ErrorDetails, LatchkeyError } from "./latchkeyError.ts";

export interface DecodeErrorDetails extends ErrorDetails {
  readonly status?: number | undefined;
  readonly contentType?: string | undefined;
  readonly bytes?: number | undefined;
}

/**
 * A body that is not what was asked for: not JSON, a broken or unknown content coding, not an image. It never quotes
 * the body, which may hold what the server knows of its users.
 */
export class DecodeError extends LatchkeyError {
  override readonly name = "DecodeError" as const;
  readonly code = "decode" as const;
  /** Status of the answer that had the body. */
  readonly status: number | undefined;
  /** Media type that the answer claimed for it. */
  readonly contentType: string | undefined;
  /** Length of the body that could not be read. */
  readonly bytes: number | undefined;

  constructor(message: string, details: DecodeErrorDetails = {}) {
    super(message, details);
    this.status = details.status;
    this.contentType = details.contentType;
    this.bytes = details.bytes;
  }

  override toJSON(): Record<string, unknown> {
    const { status, contentType, bytes } = this;
    return { ...super.toJSON(), status, contentType, bytes };
  }
}
