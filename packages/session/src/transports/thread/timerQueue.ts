import type { Cancel, Done } from "../../driver/transport.ts";

interface Timer {
  readonly until: number;
  done: Done<undefined> | undefined;
}

/** Timers of a thread that waits without an event loop: whoever waits asks for the next and fires what is due. */
export class TimerQueue {
  /** A binary heap: each entry is due no later than its two children. Cancelled ones stay until they come up. */
  readonly #heap: Timer[] = [];

  add(until: number, done: Done<undefined>): Cancel {
    const timer: Timer = { until, done };
    this.#push(timer);
    return (reason) => {
      const told = timer.done;
      timer.done = undefined;
      told?.({ error: reason });
    };
  }

  /** When the next one is due; Infinity when none is. */
  get next(): number {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (first.done !== undefined) return first.until;
      this.#pop();
    }
    return Infinity;
  }

  /** Whether anything was due by then. */
  fire(now: number): boolean {
    let fired = false;
    while (this.next <= now) {
      const timer = this.#pop();
      const done = timer?.done;
      if (timer !== undefined) timer.done = undefined;
      fired = true;
      done?.({ value: undefined });
    }
    return fired;
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.until <= timer.until) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const smaller = this.#due(right) < this.#due(left) ? right : left;
      const child = heap[smaller];
      if (child === undefined || child.until >= last.until) break;
      heap[index] = child;
      index = smaller;
    }
    heap[index] = last;
    return first;
  }

  #due(index: number): number {
    return this.#heap[index]?.until ?? Infinity;
  }
}
