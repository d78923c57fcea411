import { explainedBy } from "../errors/explained.ts";
import { StatusError } from "../errors/statusError.ts";
import { isForAll } from "../layers/retryPolicy.ts";
import type { ApiResponse } from "../message/apiResponse.ts";

/**
 * The error of those that a batch does not start, once one of its requests failed like this: with an answer that asks to
 * wait for longer than `longest` ms. `undefined` where going on makes sense.
 */
export function notStarted(failure: unknown, longest: number): StatusError | undefined {
  if (!(failure instanceof StatusError) || !isForAll(failure.status)) return undefined;
  const { message, status, problem, retryAfter = 0, response, hint, method, url, cid } = failure;
  if (retryAfter <= longest) return undefined;
  const details = { status, problem, retryAfter, response, hint, method, url, cid };
  const error = new StatusError(`Not started, because of: ${message}`, details);
  const explanation = failure.explain();
  // Of the call that was told, as the rest of it: those that are not started have done nothing.
  if (explanation !== undefined) explainedBy(error, () => explanation);
  return error;
}

/** What `raiseForStatus()` of such an answer throws; `undefined` for any other. */
export function refusalOf(response: ApiResponse<unknown>): unknown {
  if (!isForAll(response.status)) return undefined;
  try {
    response.raiseForStatus();
    return undefined;
  } catch (error) {
    return error;
  }
}
