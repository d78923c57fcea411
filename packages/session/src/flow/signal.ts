/** Who is told that a signal was raised. */
export interface SignalListener {
  raised(signal: Signal): void;
}

/**
 * Something that happens once. Flows park on it with a `wait` step; whoever makes it happen calls `raise`.
 * A promise would not do: blocking flows take turns in one thread and never return to the event loop.
 *
 * @example
 * ```ts
 * const ready = new Signal();
 * yield* wait(ready); // in one flow
 * ready.raise(); // in another
 * ```
 */
export class Signal {
  #raised = false;
  #reason: unknown;
  readonly #listeners = new Set<SignalListener>();

  get raised(): boolean {
    return this.#raised;
  }

  /** What was passed to {@link raise}. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Tells `listener` once, when raised; at once when that was before. */
  subscribe(listener: SignalListener): void {
    if (this.#raised) listener.raised(this);
    else this.#listeners.add(listener);
  }

  /** Tells it no more. */
  unsubscribe(listener: SignalListener): void {
    this.#listeners.delete(listener);
  }

  /** The first call wins; later ones do nothing. */
  raise(reason?: unknown): void {
    if (this.#raised) return;
    this.#raised = true;
    this.#reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener.raised(this);
  }
}
