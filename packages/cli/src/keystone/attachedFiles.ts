import { stat } from "node:fs/promises";
import { UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";

/** Files by the field that they go into. */
export type PathlikeFiles = Readonly<Record<string, { readonly path: string }>>;

/** @throws UsageError for a file that is not there, or is none */
export async function attachedFiles(pairs: readonly Pair[]): Promise<PathlikeFiles> {
  const files: Record<string, { path: string }> = {};
  for (const [field, path] of pairs) {
    await requireFile(path);
    files[field] = { path };
  }
  return files;
}

/** @throws UsageError for a file that is not there, or is none */
export async function requireFile(path: string): Promise<{ readonly size: number }> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError("option", `${path} cannot be read (${error.code ?? "unknown"}).`);
  });
  if (stats.isFile()) return { size: stats.size };
  throw new UsageError("option", `${path} is not a file.`);
}
