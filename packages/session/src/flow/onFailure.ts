import type { Flow } from "./flow.ts";
import { FlowObject } from "./flowObject.ts";
import type { Step } from "./step.ts";

class OnFailure<T> extends FlowObject<T> {
  readonly #flow: Flow<T>;
  readonly #act: () => void;

  constructor(flow: Flow<T>, act: () => void) {
    super();
    this.#flow = flow;
    this.#act = act;
  }

  next(answer?: unknown): IteratorResult<Step, T> {
    return this.#told(() => this.#flow.next(answer));
  }

  override throw(error: unknown): IteratorResult<Step, T> {
    return this.#told(() => this.#flow.throw(error));
  }

  #told(turn: () => IteratorResult<Step, T>): IteratorResult<Step, T> {
    try {
      return turn();
    } catch (error) {
      this.#act();
      throw error;
    }
  }
}

/** A flow that acts when it fails, also when it is ended before it began, of which no generator would hear. */
export function onFailure<T>(flow: Flow<T>, act: () => void): Flow<T> {
  return new OnFailure(flow, act);
}
