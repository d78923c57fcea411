/**
 * The time a server lives in: the machine's, plus what tests have added to it.
 *
 * @example
 * const clock = createClock();
 * clock.advance(3_600_000);
 * clock.now() - Date.now(); // about an hour
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the clock forward by `ms` milliseconds; it never goes back. */
  advance(ms: number): void;
}

/** A clock that starts at the machine's time. */
export function createClock(): Clock {
  let added = 0;
  return {
    now: () => Date.now() + added,
    advance: (ms) => {
      if (!Number.isFinite(ms) || ms < 0) {
        throw new RangeError(`advance(${ms}): give a number of milliseconds, 0 or more; the clock never goes back.`);
      }
      added += ms;
    },
  };
}
