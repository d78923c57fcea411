/**
 * The code of an error that the runtime threw, for example `ENOENT`; `undefined` where it has none. Errors of another realm
 * have one too: in Jest, and in vitest's pools of `vm` contexts, `instanceof Error` is false of what `node:fs` throws.
 *
 * @example
 * ```ts
 * try {
 *   makeDirectory("/etc/hosts/images");
 * } catch (error) {
 *   console.error(systemErrorCode(error)); // "ENOTDIR"
 * }
 * ```
 */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
