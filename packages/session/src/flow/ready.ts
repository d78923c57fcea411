import type { Flow } from "./flow.ts";
import { FlowObject } from "./flowObject.ts";
import type { Step } from "./step.ts";

class Ready<T> extends FlowObject<T> {
  readonly #result: IteratorResult<Step, T>;

  constructor(value: T) {
    super();
    this.#result = { done: true, value };
  }

  next(): IteratorResult<Step, T> {
    return this.#result;
  }
}

/**
 * A flow without any step, which ends at once with this value. It may be run any number of times.
 *
 * @example
 * ```ts
 * const token: AuthStrategy = { name: "token", credential: () => ready({ headers }), refused: () => ready(false) };
 * ```
 */
export function ready<T>(value: T): Flow<T> {
  return new Ready(value);
}
