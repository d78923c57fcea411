import { type Stats, statSync } from "node:fs";
import { UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";
import { fileErrorCode } from "../job/fileErrorCode.ts";

/** Files by the field that they go into, in the order in which they were given. */
export type PathlikeFiles = Readonly<Record<string, readonly { readonly path: string }[]>>;

/** @throws UsageError for a file that is not there, or is none */
export function attachedFiles(pairs: readonly Pair[]): PathlikeFiles {
  const files = new Map<string, { readonly path: string }[]>();
  for (const [field, path] of pairs) {
    requireFile(path);
    files.set(field, [...(files.get(field) ?? []), { path }]);
  }
  return Object.fromEntries(files);
}

/** @throws UsageError for a file that is not there, or is none */
export function requireFile(path: string): { readonly size: number } {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    throw new UsageError("option", `${path} cannot be read (${fileErrorCode(error)}).`);
  }
  if (stats.isFile()) return { size: stats.size };
  throw new UsageError("option", `${path} is not a file.`);
}
