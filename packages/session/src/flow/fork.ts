import { Signal } from "./signal.ts";
import type { Outcome } from "./step.ts";

/**
 * A flow that runs on its own: what a `fork` step answers, and what `join` waits for.
 *
 * @example
 * ```ts
 * const forked: Fork<number> = yield* fork(count());
 * if (forked.outcome === undefined) yield* wait(forked.settled);
 * ```
 */
export class Fork<T> {
  readonly settled: Signal = new Signal();
  #outcome: Outcome<T> | undefined;

  get outcome(): Outcome<T> | undefined {
    return this.#outcome;
  }

  settle(outcome: Outcome<T>): void {
    this.#outcome = outcome;
    this.settled.raise();
  }
}
