import { findLogger } from "../contracts/logger.ts";

/**
 * Where warnings about stores go unless told otherwise: the log, which is silent until the application configures it.
 *
 * @example
 * ```ts
 * const { onWarning = logWarning } = options; // in a store of your own
 * ```
 */
export function logWarning(problem: Error): void {
  findLogger(["latchkey", "store"])?.warn(problem.message);
}
