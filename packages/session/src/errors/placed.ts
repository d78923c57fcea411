import { DecodeError } from "./decodeError.ts";
import { isInterruption } from "./interruption.ts";
import type { ErrorPlace } from "./latchkeyError.ts";

/** Which call an error ended. */
export interface CallPlace extends ErrorPlace {
  readonly attempts: number;
  /** Whether the server may have acted on any attempt. */
  readonly sent: boolean;
}

/** The error told with the call that it ended; anything that is not the wire's failure is returned as it is. */
export function placed(error: unknown, place: CallPlace): unknown {
  if (isInterruption(error)) return error.at(place);
  if (error instanceof DecodeError && error.url === undefined) {
    const { hint, status, contentType, bytes } = error;
    return new DecodeError(error.message, { ...place, hint, status, contentType, bytes });
  }
  return error;
}
