import type { Flow } from "./flow.ts";
import type { Step } from "./step.ts";

/** A flow without any step: what needs no waiting need not be made anew for each call. It may be run any number of times. */
class Ready<T> implements Flow<T> {
  readonly #result: { readonly done: true; readonly value: T };

  constructor(value: T) {
    this.#result = { done: true, value };
  }

  next(): IteratorResult<Step, T> {
    return this.#result;
  }

  throw(error: unknown): never {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/**
 * A flow that ends at once with this value.
 *
 * @example
 * ```ts
 * const token: AuthStrategy = { name: "token", credential: () => ready({ headers }), refused: () => ready(false) };
 * ```
 */
export function ready<T>(value: T): Flow<T> {
  return new Ready(value);
}

class Failing implements Flow<never> {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  next(): never {
    throw this.#error;
  }

  throw(error: unknown): never {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** A flow that fails at once with this error, for those who are given a flow: only running it tells. */
export function failing(error: unknown): Flow<never> {
  return new Failing(error);
}
