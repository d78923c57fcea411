import { TransportError } from "../errors/transportError.ts";
import { onAbort } from "./onAbort.ts";
import type { Signal } from "./signal.ts";

/** Raises `stop`, which ends a batch, when its caller's signal is aborted; returns how to stop listening. */
export function stopOnAbort(signal: AbortSignal | undefined, stop: Signal): () => void {
  if (signal === undefined) return () => {};
  const abort = (): void => stop.raise(new TransportError("aborted", "The batch was aborted by its signal."));
  if (signal.aborted) abort();
  return onAbort(signal, abort);
}
