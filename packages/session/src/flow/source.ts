import type { Flow } from "./flow.ts";

/** Items that come by and by: what a method that returns {@link Each} reads from. */
export interface Source<T> {
  /** The next items, in order; `undefined` after the last. */
  next(): Flow<readonly T[] | undefined>;
  /** Ends what is under way. Told once, however the reading ended. */
  stop(): Flow<void>;
}
