import type { Flow } from "./flow.ts";
import type { Step } from "./step.ts";

class Mapped<A, B, G> implements Flow<B> {
  readonly #flow: Flow<A>;
  readonly #make: (result: A, given: G) => B;
  readonly #given: G;

  constructor(flow: Flow<A>, make: (result: A, given: G) => B, given: G) {
    this.#flow = flow;
    this.#make = make;
    this.#given = given;
  }

  next(answer?: unknown): IteratorResult<Step, B> {
    return this.#mapped(this.#flow.next(answer));
  }

  throw(error: unknown): IteratorResult<Step, B> {
    return this.#mapped(this.#flow.throw(error));
  }

  [Symbol.iterator](): this {
    return this;
  }

  #mapped(turn: IteratorResult<Step, A>): IteratorResult<Step, B> {
    return turn.done === true ? { done: true, value: this.#make(turn.value, this.#given) } : turn;
  }
}

/**
 * A flow whose result is made of another's. Where every call waits in it, a generator that did the same would be four times
 * its size.
 *
 * @param given - passed to `make`, which then need not be made anew for each flow
 */
export function mapped<A, B, G>(flow: Flow<A>, make: (result: A, given: G) => B, given: G): Flow<B> {
  return new Mapped(flow, make, given);
}
