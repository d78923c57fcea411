import { type ErrorDetails, LatchkeyError, type UsageCode } from "./latchkeyError.ts";

/**
 * Something was called the wrong way: nothing was sent. `code` says what: `option`, `endpoint`, `body`, `closed`,
 * `promise` (a blocking session met one) or `deadlock` (a blocking callback waited for itself).
 */
export class UsageError extends LatchkeyError {
  override readonly name = "UsageError" as const;
  readonly code: UsageCode;

  constructor(code: UsageCode, message: string, details?: ErrorDetails) {
    super(message, details);
    this.code = code;
  }
}
