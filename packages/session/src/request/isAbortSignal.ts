/** Whether a value can abort something, whatever realm it comes from. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  if (typeof value !== "object" || value === null || !("aborted" in value)) return false;
  return "addEventListener" in value && typeof value.addEventListener === "function";
}
