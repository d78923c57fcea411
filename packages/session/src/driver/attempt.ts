import type { Outcome } from "../flow/step.ts";

/** Calls a function: what it returned, or threw. */
export function attempt<T>(fn: () => T): Outcome<T> {
  try {
    return { value: fn() };
  } catch (error) {
    return { error };
  }
}
