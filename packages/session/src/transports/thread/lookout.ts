import { spareCore } from "../spareCore.ts";

/** How long to look before sleeping, in ms: about what it takes to be woken. */
const LOOK = 0.15;
/** Looks between two readings of the clock. */
const GLANCES = 64;
/** Looks in vain before the first rest: after each the system may place the threads differently, and better. */
const TRIES = 3;
/** The most waits that go by without a look. */
const LONGEST_REST = 128;

/**
 * Waits for a moment with open eyes: where a core is free, an answer that comes soon is seen before a sleeper would be
 * woken. Whoever looked in vain a few times sleeps through the next waits, twice as many each time, so that slow servers
 * and busy machines cost next to nothing.
 */
export class Lookout {
  /** Waits to sleep through before the next look. */
  #rest = 0;
  #lastRest = 0;
  #misses = 0;

  /** Whether the value at `index` was seen to differ from `heard`. */
  sees(values: Int32Array, index: number, heard: number): boolean {
    if (!spareCore) return false;
    if (this.#rest > 0) {
      this.#rest -= 1;
      return false;
    }
    const end = performance.now() + LOOK;
    do {
      for (let glance = 0; glance < GLANCES; glance += 1) {
        if (Atomics.load(values, index) === heard) continue;
        this.#lastRest = 0;
        this.#misses = 0;
        return true;
      }
    } while (performance.now() < end);
    this.#misses += 1;
    if (this.#misses < TRIES) return false;
    this.#misses = 0;
    this.#lastRest = Math.min(LONGEST_REST, Math.max(1, 2 * this.#lastRest));
    this.#rest = this.#lastRest;
    return false;
  }
}
