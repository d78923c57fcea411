import { TransportError } from "../errors/transportError.ts";
import { onAbort } from "./onAbort.ts";
import type { Signal } from "./signal.ts";
import { signalError } from "./signalError.ts";

/**
 * Raises `stop`, which ends a batch, when its caller's signal is aborted; returns how to stop listening.
 *
 * @throws UsageError (`option`) for what is no AbortSignal
 */
export function stopOnAbort(signal: AbortSignal | undefined, stop: Signal, what: string = "batch"): () => void {
  if (signal === undefined) return () => {};
  const error = signalError(signal);
  if (error !== undefined) throw error;
  const abort = (): void => stop.raise(new TransportError("aborted", `The ${what} was aborted by its signal.`));
  if (signal.aborted) abort();
  return onAbort(signal, abort);
}
