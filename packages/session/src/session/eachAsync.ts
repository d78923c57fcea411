import type { Flow } from "../flow/flow.ts";
import type { Source } from "../flow/source.ts";

type Run = <T>(flow: Flow<T>, signal?: AbortSignal) => Promise<T>;

/** A source as an async iterable: each iteration opens a new one, and leaving the loop stops it. */
export function eachAsync<T>(open: () => Source<T>, run: Run, signal?: AbortSignal): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => new Items(open(), run, signal) };
}

/**
 * The items of a source, as an async generator would give them, but for what that costs: an item that is there already
 * is one settled promise, where a generator takes three turns for each.
 */
class Items<T> implements AsyncIterator<T, undefined> {
  readonly #source: Source<T>;
  readonly #run: Run;
  readonly #signal: AbortSignal | undefined;
  #chunk: readonly T[] = [];
  #index = 0;
  /** What was asked for and is not answered yet: answers come in the order of the questions. */
  #asked: Promise<unknown> | undefined;
  #over = false;

  constructor(source: Source<T>, run: Run, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#run = run;
    this.#signal = signal;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#asked === undefined && this.#index < this.#chunk.length) return Promise.resolve(this.#take());
    return this.#inTurn(() => this.#advance());
  }

  return(): Promise<IteratorResult<T, undefined>> {
    return this.#inTurn(async () => {
      await this.#stop();
      return END;
    });
  }

  #take(): IteratorResult<T, undefined> {
    // The caller has seen that there is one.
    const value = this.#chunk[this.#index] as T;
    this.#index += 1;
    return { done: false, value };
  }

  async #advance(): Promise<IteratorResult<T, undefined>> {
    while (this.#index >= this.#chunk.length) {
      if (this.#over) return END;
      let chunk: readonly T[] | undefined;
      try {
        chunk = await this.#run(this.#source.next(), this.#signal);
      } catch (error) {
        await this.#stop();
        throw error;
      }
      if (chunk === undefined) await this.#stop();
      this.#chunk = chunk ?? [];
      this.#index = 0;
    }
    return this.#take();
  }

  async #stop(): Promise<void> {
    this.#chunk = [];
    if (this.#over) return;
    this.#over = true;
    // Without the signal: what it aborted must still be put away.
    await this.#run(this.#source.stop());
  }

  #inTurn(answer: () => Promise<IteratorResult<T, undefined>>): Promise<IteratorResult<T, undefined>> {
    const answered = this.#asked === undefined ? answer() : this.#asked.then(answer, answer);
    this.#asked = answered;
    const settled = (): void => {
      if (this.#asked === answered) this.#asked = undefined;
    };
    answered.then(settled, settled);
    return answered;
  }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };
