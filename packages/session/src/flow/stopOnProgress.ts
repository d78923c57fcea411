import { isThenable } from "../driver/isThenable.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Signal } from "./signal.ts";
import { unawaited } from "./unawaited.ts";

const HINT = "Return nothing, or false to stop the batch; begin what takes longer without returning it.";

/**
 * Tells a batch's caller how far it is; `false` raises `stop`, which ends the batch.
 *
 * @throws UsageError (`promise`) when the callback returns a promise: nobody would wait for what it comes to
 */
export function stopOnProgress<P>(
  onProgress: ((progress: P) => boolean | void) | undefined,
  progress: P,
  stop: Signal,
): void {
  const answer: unknown = onProgress?.(progress);
  if (answer === false) stop.raise(new TransportError("aborted", "The batch was stopped by its onProgress."));
  if (isThenable(answer)) throw unawaited(answer, "onProgress returned", HINT);
}
