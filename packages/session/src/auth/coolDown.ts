const FIRST = 1_000;
const LONGEST = 60_000;
const QUIET = 10_000;

/**
 * Spaces out what keeps failing: so many strikes are free, then each doubles the pause before the next try is allowed.
 * Times are on the session's clock, in ms.
 */
export class CoolDown {
  readonly #free: number;
  #strikes = 0;
  #until = -Infinity;

  constructor(free: number) {
    this.#free = free;
  }

  /** Whether the next try is allowed. */
  over(now: number): boolean {
    return now >= this.#until;
  }

  /** Counts a failure; `atLeast` is a pause that was asked for. */
  strike(now: number, atLeast: number = 0): void {
    if (now > this.#until + QUIET) this.#strikes = 0;
    this.#strikes += 1;
    const pause = this.#strikes <= this.#free ? 0 : FIRST * 2 ** (this.#strikes - this.#free - 1);
    this.#until = now + Math.min(LONGEST, Math.max(pause, atLeast));
  }

  /** A success: nothing is held against anybody. */
  calm(): void {
    this.#strikes = 0;
    this.#until = -Infinity;
  }
}
