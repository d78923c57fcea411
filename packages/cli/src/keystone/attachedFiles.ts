import { type Stats, statSync } from "node:fs";
import { UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";
import { fileErrorCode } from "../job/fileErrorCode.ts";

/** Files by the field that they go into. */
export type PathlikeFiles = Readonly<Record<string, { readonly path: string }>>;

/** @throws UsageError for a file that is not there, or is none */
export function attachedFiles(pairs: readonly Pair[]): PathlikeFiles {
  const files: Record<string, { path: string }> = {};
  for (const [field, path] of pairs) {
    requireFile(path);
    files[field] = { path };
  }
  return files;
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
