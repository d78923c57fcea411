import { all, type Flow, type Fork, fork, join, ready, Signal, TransportError, wait } from "@latchkey/session";
import type { Window } from "./pageCursor.ts";

interface Asked<T> {
  readonly window: Window;
  readonly answer: Fork<T>;
  readonly stop: Signal;
}

/** Pages that were asked for and not read yet, in order. They arrive while others are read. */
export class PageQueue<T> {
  readonly #ask: (offset: number, limit: number) => Flow<T>;
  readonly #asked: Asked<T>[] = [];
  readonly #leaving: Asked<T>[] = [];

  constructor(ask: (offset: number, limit: number) => Flow<T>) {
    this.#ask = ask;
  }

  get length(): number {
    return this.#asked.length;
  }

  /** Asks for a page, and does not wait for it. */
  *add(window: Window): Flow<void> {
    const stop = new Signal();
    const answer = yield* fork(stoppable(() => this.#ask(window.offset, window.limit), stop));
    this.#asked.push({ window, answer, stop });
  }

  /** Gives all that was asked for a turn, so that it is on its way while the caller does other things. */
  *send(): Flow<void> {
    // Even a flow without steps takes its turn, after those that began before it.
    if (this.#asked.length > 0) yield* all(1, () => ready(undefined));
  }

  /** The page that was asked for first: one must have been. */
  *take(): Flow<{ readonly window: Window; readonly page: T }> {
    const first = this.#asked[0];
    if (first === undefined) throw new RangeError("No page was asked for.");
    yield* wait(first.answer.settled);
    this.#asked.shift();
    const joined = yield* join(first.answer);
    if (joined === undefined) throw new RangeError("A page that has settled has an outcome.");
    return { window: first.window, page: joined.value };
  }

  /** Forgets what was asked for. */
  clear(): void {
    for (const asked of this.#asked.splice(0)) {
      asked.stop.raise(new TransportError("aborted", "The page is no longer needed."));
      if (asked.answer.outcome === undefined) this.#leaving.push(asked);
    }
  }

  /** Forgets what was asked for, and waits until all of it has ended. */
  *close(): Flow<void> {
    this.clear();
    for (const { answer } of this.#leaving.splice(0)) yield* wait(answer.settled);
  }
}

/** A flow that a signal ends: a fork by itself goes on whatever happens to who began it. */
function* stoppable<T>(make: () => Flow<T>, stop: Signal): Flow<T> {
  const [outcome] = yield* all(1, make, { stop });
  if (outcome === undefined || "error" in outcome) throw outcome?.error;
  return outcome.value;
}
