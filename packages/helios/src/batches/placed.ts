import { asError, DecodeError, type Flow, type Mode, TransportError } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";

/** Which call of which session. */
export interface CallPlace {
  readonly method: string;
  /** Without query values. */
  readonly url: string;
  readonly cid: string;
}

/** The call of a path below the API's base URL. */
export function placeOf<M extends Mode>({ apiUrl, cid }: HeliosCalls<M>, method: string, path: string): CallPlace {
  return { method, url: `${apiUrl}/${path}`, cid };
}

/** The error told with the call that it ended, where it does not say so itself. Bad input has ended none. */
export function placed(error: unknown, place: CallPlace): Error {
  if (error instanceof TransportError && error.cid === undefined) {
    const { attempts, sent } = error;
    return error.at({ ...place, attempts, sent });
  }
  if (error instanceof DecodeError && error.cid === undefined) {
    const { status, contentType, bytes, hint, method = place.method, url = place.url } = error;
    return new DecodeError(error.message, { status, contentType, bytes, hint, method, url, cid: place.cid });
  }
  return asError(error);
}

/** The flow, whose errors are told with the call of a path. */
export function* placing<M extends Mode, T>(
  calls: HeliosCalls<M>,
  method: string,
  path: string,
  flow: Flow<T>,
): Flow<T> {
  try {
    return yield* flow;
  } catch (error) {
    throw placed(error, placeOf(calls, method, path));
  }
}
