import { TransportError } from "./transportError.ts";
import { UsageError } from "./usageError.ts";

/** What can end a call wherever it is: a failure of the wire, or of what was passed, such as a body; closing its session. */
export type Interruption = TransportError | UsageError;

export function isInterruption(error: unknown): error is Interruption {
  return error instanceof TransportError || error instanceof UsageError;
}

/** The same error, told with whether the request left; any other is returned as it is. */
export function withSent(error: unknown, sent: boolean): unknown {
  if (!sent || !isInterruption(error) || error.sent) return error;
  const { method, url, cid } = error;
  const attempts = error instanceof TransportError ? error.attempts : 0;
  return error.at({ method, url, cid, attempts, sent });
}
