import type { Flow } from "./flow.ts";
import type { Step } from "./step.ts";

/**
 * The flow of a single step, whose answer is its result. A generator would do the same at six times the size, and thousands
 * of calls may be parked at once.
 */
export class OneStep<T> implements Flow<T> {
  /** Until it was asked for. */
  #step: Step | undefined;

  constructor(step: Step) {
    this.#step = step;
  }

  next(answer?: unknown): IteratorResult<Step, T> {
    const step = this.#step;
    // The one cast of flows: a driver answers each step with the type that `Answers` promises for its kind.
    if (step === undefined) return { done: true, value: answer as T };
    this.#step = undefined;
    return { done: false, value: step };
  }

  throw(error: unknown): never {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
