import { UsageError } from "../errors/usageError.ts";

/**
 * The error for a promise that a caller's function gave where nobody would wait for it.
 *
 * @param what - begins the sentence, such as "onProgress returned"
 */
export function unawaited(promise: PromiseLike<unknown>, what: string, hint: string): UsageError {
  // Its rejection must not end the process: the UsageError is what counts.
  promise.then(undefined, () => {});
  return new UsageError("promise", `${what} a promise, which nobody waits for.`, { hint });
}
