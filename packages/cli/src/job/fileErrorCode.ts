/** What the system says of a file that it does not give: `ENOENT`. */
export function fileErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
