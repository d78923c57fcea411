import type { Flow } from "./flow.ts";
import { FlowObject } from "./flowObject.ts";

class Failing extends FlowObject<never> {
  readonly #error: unknown;

  constructor(error: unknown) {
    super();
    this.#error = error;
  }

  next(): never {
    throw this.#error;
  }
}

/**
 * A flow that fails at once with this error, for those who are given a flow: only running it tells.
 *
 * @example
 * ```ts
 * const start = (index: number): Flow<Book> => (ended === undefined ? readBook(index) : failing(ended));
 * ```
 */
export function failing(error: unknown): Flow<never> {
  return new Failing(error);
}
