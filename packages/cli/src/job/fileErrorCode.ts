import { systemErrorCode } from "@latchkey/session";

/** What the system says of a file that it does not give: `ENOENT`. */
export function fileErrorCode(error: unknown): string {
  return systemErrorCode(error) ?? "unknown";
}
