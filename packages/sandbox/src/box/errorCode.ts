/** The code of an error of the system, such as `ENOENT`, whatever realm it comes from: in Jest, Node's are of another one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
