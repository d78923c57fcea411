import {
  all,
  type Flow,
  failing,
  type Mode,
  type Outcome,
  Signal,
  stopOnAbort,
  stopOnProgress,
} from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { BatchOptions } from "./batchOptions.ts";

/** A result that knows how many bytes it took. */
export interface Sized {
  readonly bytes: number;
}

/** What a batch asks of the calls that it makes. */
export type BatchCalls = Pick<HeliosCalls<Mode>, "maxConcurrency" | "notStarted">;

/** What the parts of one batch share: how it is stopped, how many run at once, and how far it has come. */
export class Batch {
  readonly #limit: number;
  readonly #notStarted: (failure: unknown) => Error | undefined;
  readonly #onProgress: BatchOptions["onProgress"];
  readonly #stop = new Signal();
  readonly #forget: () => void;
  /** Why the rest is not started. */
  #ended: Error | undefined;
  #done = 0;
  #failed = 0;
  #total = 0;
  #bytes = 0;

  constructor(options: BatchOptions, { maxConcurrency, notStarted }: BatchCalls) {
    this.#limit = Math.min(options.maxConcurrency ?? maxConcurrency, maxConcurrency);
    this.#notStarted = notStarted;
    this.#onProgress = options.onProgress;
    this.#forget = stopOnAbort(options.signal, this.#stop);
  }

  /** Whether its caller has stopped it: nothing more is sent. */
  get stopped(): boolean {
    return this.#stop.raised;
  }

  /** So many more items are known of. */
  expect(count: number): void {
    this.#total += count;
  }

  /** Runs the flows of `count` items; a failure is an outcome, and outcomes keep the order of the items. */
  each<T extends Sized>(count: number, make: (index: number) => Flow<T>): Flow<Outcome<T>[]> {
    return this.#all(count, make, (outcome) => this.#tell(outcome));
  }

  /** The same without progress: for requests that only find out what there is to do. */
  quietly<T>(count: number, make: (index: number) => Flow<T>): Flow<Outcome<T>[]> {
    return this.#all(count, make);
  }

  /** Stops listening to the caller's signal. */
  end(): void {
    this.#forget();
  }

  #all<T>(
    count: number,
    make: (index: number) => Flow<T>,
    tell: (outcome: Outcome<T>) => void = () => {},
  ): Flow<Outcome<T>[]> {
    const start = (index: number): Flow<T> => (this.#ended === undefined ? make(index) : failing(this.#ended));
    const settled = (_index: number, outcome: Outcome<T>): void => {
      if ("error" in outcome) this.#ended ??= this.#notStarted(outcome.error);
      tell(outcome);
    };
    return all(count, start, { limit: this.#limit, stop: this.#stop, settled });
  }

  #tell(outcome: Outcome<Sized>): void {
    this.#done += 1;
    if ("error" in outcome) this.#failed += 1;
    else this.#bytes += outcome.value.bytes;
    const progress = { done: this.#done, failed: this.#failed, total: this.#total, bytes: this.#bytes };
    stopOnProgress(this.#onProgress, progress, this.#stop);
  }
}

/** The value of a flow that a batch cannot do without. */
export function* one<T>(outcomes: Flow<Outcome<T>[]>): Flow<T> {
  const [outcome] = yield* outcomes;
  if (outcome === undefined || "error" in outcome) throw outcome?.error;
  return outcome.value;
}
