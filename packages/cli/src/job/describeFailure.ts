import { AuthenticationError, LatchkeyError, StatusError, TransportError } from "@latchkey/session";
import { EXIT } from "./exitCode.ts";
import { exitCodeOf } from "./exitCodeOf.ts";
import { Interrupted } from "./interrupted.ts";
import { typedHint } from "./typedHint.ts";
import { typedMessage } from "./typedMessage.ts";

/** What is told of a failure: to a person in lines, to a program as one object. */
export interface Failure {
  /** A word that stays the same: an error code of the library, `usage`, `interrupted` or `defect`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly status?: number | undefined;
  /** What the server said, as it said it. */
  readonly problem?: unknown;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The correlation id, which the server's log has too. */
  readonly requestId?: string | undefined;
  /** Whether the same command may work later. */
  readonly retryable: boolean;
  /** Whether the server may have acted. */
  readonly sent?: boolean | undefined;
  /** Requests that were made before it was given up. */
  readonly attempts?: number | undefined;
  /** When to come back, in ms. */
  readonly retryAfter?: number | undefined;
  readonly exitCode: number;
}

/** A failure told from what was thrown. */
export function describeFailure(error: unknown): Failure {
  const exitCode = exitCodeOf(error);
  const retryable = exitCode === EXIT.network || exitCode === EXIT.rateLimited || isServerTrouble(error);
  if (error instanceof Interrupted) return { code: "interrupted", message: error.message, retryable: true, exitCode };
  if (!(error instanceof LatchkeyError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: isSystemError(error) ? "system" : "defect", message, retryable, exitCode };
  }
  const { message, method, url, cid: requestId } = error;
  const hint = error.hint === undefined ? undefined : typedHint(error.hint);
  const code = error instanceof AuthenticationError ? error.reason : error.code;
  const place = { method, url, requestId, retryable, exitCode };
  if (error instanceof StatusError) {
    const { status, problem, retryAfter } = error;
    return {
      code,
      message,
      hint: hint?.replace(RETRY_AFTER, waitOf(retryAfter)),
      status,
      problem,
      retryAfter,
      ...place,
    };
  }
  if (error instanceof TransportError) {
    const { sent, attempts } = error;
    return { code, message, hint, sent, attempts, ...place };
  }
  if (error instanceof AuthenticationError) {
    return { code, message, hint: hint ?? signInHint(error), status: error.status, ...place };
  }
  return { code, message: code === "option" ? typedMessage(message) : message, hint, ...place };
}

/** What a library's hint calls a member of its error. */
const RETRY_AFTER = "for retryAfter ms";

function waitOf(ms = 0): string {
  return ms > 0 ? `${Math.ceil(ms / 1_000)} s` : "a moment";
}

function isServerTrouble(error: unknown): boolean {
  return error instanceof StatusError && error.status >= 500;
}

/** Errors of the operating system (a file that is not there) say enough by themselves. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function signInHint({ reason }: AuthenticationError): string | undefined {
  return reason === "store" ? undefined : "Sign in: latchkey login keystone, or latchkey login helios.";
}
