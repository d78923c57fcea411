import { isError } from "../../errors/isError.ts";
import { systemErrorCode } from "../../errors/systemErrorCode.ts";

/** What to call a runtime's error, such as `ECONNREFUSED`: its code never holds a secret, its message may. */
export function errorCode(error: unknown): string {
  return systemErrorCode(error) ?? (isError(error) ? error.name : "unknown");
}
