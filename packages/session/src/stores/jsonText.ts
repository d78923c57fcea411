import { UsageError } from "../errors/usageError.ts";

/**
 * A value as JSON text.
 *
 * @throws UsageError (`option`) when it has none: `undefined`, a function, a cycle.
 *
 * @example
 * ```ts
 * set: (key, value) => void kept.set(key, jsonText(key, value)), // in a store of your own
 * ```
 */
export function jsonText(key: string, value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // What it throws for may be named after the value's own members.
  }
  if (text !== undefined) return text;
  throw new UsageError("option", `The value for "${key}" cannot be stored: it is not JSON.`, {
    hint: "Store objects, arrays, strings, numbers, booleans or null.",
  });
}
