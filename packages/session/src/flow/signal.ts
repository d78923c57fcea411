/**
 * Something that happens once. Flows park on it with a `wait` step; whoever makes it happen calls `raise`.
 * A promise would not do: blocking flows take turns in one thread and never return to the event loop.
 */
export class Signal {
  #raised = false;
  #reason: unknown;
  readonly #listeners = new Set<() => void>();

  get raised(): boolean {
    return this.#raised;
  }

  /** What was passed to {@link raise}. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Calls `listener` when raised (at once when that was before) and returns how to stop listening. */
  subscribe(listener: () => void): () => void {
    if (this.#raised) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The first call wins; later ones do nothing. */
  raise(reason?: unknown): void {
    if (this.#raised) return;
    this.#raised = true;
    this.#reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
