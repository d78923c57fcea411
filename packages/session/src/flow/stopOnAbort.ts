import { TransportError } from "../errors/transportError.ts";
import { abortSignal } from "../request/optionChecks.ts";
import { onAbort } from "./onAbort.ts";
import type { Signal } from "./signal.ts";

const checkSignal = abortSignal();

/**
 * Raises `stop`, which ends a batch, when its caller's signal is aborted; returns how to stop listening.
 *
 * @throws UsageError (`option`) for what is no AbortSignal
 *
 * @example
 * ```ts
 * const stop = new Signal();
 * const forget = stopOnAbort(options.signal, stop);
 * try {
 *   return yield* all(items.length, make, { stop });
 * } finally {
 *   forget();
 * }
 * ```
 */
export function stopOnAbort(signal: AbortSignal | undefined, stop: Signal, what: string = "batch"): () => void {
  if (signal === undefined) return () => {};
  checkSignal(signal, "signal");
  const abort = (): void => stop.raise(new TransportError("aborted", `The ${what} was aborted by its signal.`));
  if (signal.aborted) abort();
  return onAbort(signal, abort);
}
