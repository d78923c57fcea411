import { type ErrorDetails, LatchkeyError } from "./latchkeyError.ts";

/** Why there is no usable credential. */
export type AuthenticationReason = "missing" | "rejected" | "expired" | "insecure" | "store";

export interface AuthenticationErrorDetails extends ErrorDetails {
  readonly status?: number | undefined;
}

/** Signing in failed. `reason` tells a wrong password (`rejected`) from one that was never given (`missing`). */
export class AuthenticationError extends LatchkeyError {
  override readonly name = "AuthenticationError" as const;
  readonly code = "authentication" as const;
  /** Why there is no usable credential. */
  readonly reason: AuthenticationReason;
  /** The status with which the server refused, where it was asked. */
  readonly status: number | undefined;

  constructor(reason: AuthenticationReason, message: string, details: AuthenticationErrorDetails = {}) {
    super(message, details);
    this.reason = reason;
    this.status = details.status;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), reason: this.reason, status: this.status };
  }
}
