import type { Outcome } from "../flow/step.ts";

/** Calls a function: what it returned, or threw. */
export function attempt(fn: () => unknown): Outcome<unknown> {
  try {
    return { value: fn() };
  } catch (error) {
    return { error };
  }
}
