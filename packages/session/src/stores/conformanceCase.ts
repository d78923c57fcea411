import { isDeepStrictEqual } from "node:util";

/** One thing that a store must do: `run` rejects with an Error that says what it did instead. */
export interface ConformanceCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Throws unless the condition holds. */
export function check(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(`The store does not conform: ${otherwise}.`);
}

/** Throws unless the values are equal. */
export function same(actual: unknown, expected: unknown): void {
  const shown = (value: unknown): string => (JSON.stringify(value) ?? "undefined").slice(0, 200);
  check(isDeepStrictEqual(actual, expected), `it answered ${shown(actual)} instead of ${shown(expected)}`);
}
