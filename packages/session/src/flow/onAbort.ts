import { Slots } from "./slots.ts";

interface Heard {
  readonly aborts: Slots<() => void>;
  readonly listener: () => void;
}

const heardOf = new WeakMap<AbortSignal, Heard>();

/**
 * Calls `abort` when the signal is raised; returns how to stop listening. It takes one listener on each signal, however
 * many calls it may abort: a program passes one signal to all the calls of a job, and runtimes warn of a leak from the
 * eleventh listener on.
 */
export function onAbort(signal: AbortSignal, abort: () => void): () => void {
  const heard = heardOf.get(signal) ?? listen(signal);
  const slot = heard.aborts.add(abort);
  return () => {
    if (!heard.aborts.remove(slot, abort) || heard.aborts.size > 0) return;
    // Not kept: a runtime holds a signal that is made of others for as long as somebody listens to it.
    signal.removeEventListener("abort", heard.listener);
    heardOf.delete(signal);
  };
}

function listen(signal: AbortSignal): Heard {
  const aborts = new Slots<() => void>();
  const listener = (): void => {
    heardOf.delete(signal);
    for (const abort of aborts) abort();
  };
  const heard = { aborts, listener };
  signal.addEventListener("abort", listener, { once: true });
  heardOf.set(signal, heard);
  return heard;
}
