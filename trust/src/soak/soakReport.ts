import type { Holdings } from "./growth.ts";

/** What came of a soak. */
export interface SoakReport {
  readonly seed: string;
  readonly requests: number;
  /** By class and code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly growth: Holdings;
  /** What the runtime warned of, such as listeners or timers. */
  readonly warnings: readonly string[];
}
