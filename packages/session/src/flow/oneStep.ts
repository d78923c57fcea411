import { FlowObject } from "./flowObject.ts";
import type { Step } from "./step.ts";

/** The flow of a single step, whose answer is its result. */
export class OneStep<T> extends FlowObject<T> {
  /** Until it was asked for. */
  #step: Step | undefined;

  constructor(step: Step) {
    super();
    this.#step = step;
  }

  next(answer?: unknown): IteratorResult<Step, T> {
    const step = this.#step;
    // The one cast of flows: a driver answers each step with the type that `Answers` promises for its kind.
    if (step === undefined) return { done: true, value: answer as T };
    this.#step = undefined;
    return { done: false, value: step };
  }
}
