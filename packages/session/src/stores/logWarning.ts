import { getLogger } from "@logtape/logtape";

/** Where warnings about stores go unless told otherwise: the log, which is silent until the application configures it. */
export function logWarning(problem: Error): void {
  getLogger(["latchkey", "store"]).warn(problem.message);
}
