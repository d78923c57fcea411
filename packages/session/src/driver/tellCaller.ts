import { LatchkeyError } from "../errors/latchkeyError.ts";

/**
 * Adds to the stack of an error where the call was made: between there and where it was thrown lie more frames than engines
 * keep, all of them ours.
 *
 * @param above - the function whose callers are to be told
 */
export function tellCaller(error: unknown, above: (...args: never[]) => unknown): void {
  if (!(error instanceof LatchkeyError) || error.stack === undefined) return;
  const here: { stack?: string } = {};
  // Not every engine has it.
  Error.captureStackTrace?.(here, above);
  const callers = here.stack?.split("\n").slice(1) ?? [];
  const known = error.stack.split("\n").at(-1) ?? "";
  const missing = callers.slice(callers.indexOf(known) + 1);
  if (missing.length > 0) error.stack = [error.stack, ...missing].join("\n");
}
