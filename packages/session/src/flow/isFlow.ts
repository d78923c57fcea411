/** Whether a value can be run as a flow: what callers wrote may not be what its type says. */
export function isFlow(value: unknown): boolean {
  return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}
