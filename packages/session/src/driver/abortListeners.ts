/**
 * One listener on each signal, however many calls it may abort: a program passes one signal to all the calls of a job,
 * and runtimes warn of a leak from the eleventh listener on.
 */
export class AbortListeners {
  readonly #heard = new WeakMap<AbortSignal, Heard>();

  /** Calls `abort` when the signal is raised; returns how to stop listening. */
  add(signal: AbortSignal, abort: () => void): () => void {
    const heard = this.#heard.get(signal) ?? this.#listen(signal);
    heard.aborts.add(abort);
    return () => {
      if (!heard.aborts.delete(abort) || heard.aborts.size > 0) return;
      // Not kept: a runtime holds a signal that is made of others for as long as somebody listens to it.
      signal.removeEventListener("abort", heard.listener);
      this.#heard.delete(signal);
    };
  }

  #listen(signal: AbortSignal): Heard {
    const aborts = new Set<() => void>();
    const listener = (): void => {
      this.#heard.delete(signal);
      for (const abort of aborts) abort();
    };
    const heard = { aborts, listener };
    signal.addEventListener("abort", listener, { once: true });
    this.#heard.set(signal, heard);
    return heard;
  }
}

interface Heard {
  readonly aborts: Set<() => void>;
  readonly listener: () => void;
}
