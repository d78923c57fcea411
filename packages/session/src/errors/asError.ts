import { isError } from "./isError.ts";

/**
 * What was thrown, as an error: JavaScript may throw anything.
 *
 * @example
 * ```ts
 * asError("no room").message; // "no room"
 * ```
 */
export function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown));
}
