import type { Flow } from "./flow.ts";
import type { Step } from "./step.ts";

/** A flow that is no generator: less to keep, where thousands of calls wait in one like it. */
export abstract class FlowObject<T> implements Flow<T> {
  abstract next(answer?: unknown): IteratorResult<Step, T>;

  throw(error: unknown): IteratorResult<Step, T> {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
