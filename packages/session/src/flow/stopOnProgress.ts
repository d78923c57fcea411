import { isThenable } from "../driver/isThenable.ts";
import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Signal } from "./signal.ts";

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
  if (!isThenable(answer)) return;
  // Its rejection must not end the process: the UsageError is what counts.
  answer.then(undefined, () => {});
  throw new UsageError("promise", "onProgress returned a promise, which no batch waits for.", {
    hint: "Return nothing, or false to stop the batch; begin what takes longer without returning it.",
  });
}
