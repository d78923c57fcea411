import type { Flow } from "./flow.ts";
import { FlowObject } from "./flowObject.ts";
import type { Step } from "./step.ts";

class Mapped<A, B, G> extends FlowObject<B> {
  readonly #flow: Flow<A>;
  readonly #make: (result: A, given: G) => B;
  readonly #given: G;

  constructor(flow: Flow<A>, make: (result: A, given: G) => B, given: G) {
    super();
    this.#flow = flow;
    this.#make = make;
    this.#given = given;
  }

  next(answer?: unknown): IteratorResult<Step, B> {
    return this.#mapped(this.#flow.next(answer));
  }

  override throw(error: unknown): IteratorResult<Step, B> {
    return this.#mapped(this.#flow.throw(error));
  }

  #mapped(turn: IteratorResult<Step, A>): IteratorResult<Step, B> {
    return turn.done === true ? { done: true, value: this.#make(turn.value, this.#given) } : turn;
  }
}

/**
 * A flow whose result is made of another's.
 *
 * @param given - passed to `make`, which then need not be made anew for each flow
 */
export function mapped<A, B, G>(flow: Flow<A>, make: (result: A, given: G) => B, given: G): Flow<B> {
  return new Mapped(flow, make, given);
}
