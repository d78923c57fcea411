import { lstatSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";

const HOUR = 3_600_000;

/**
 * Removes the files of a directory that nobody has written to for an hour: what processes that were killed had begun. Whether
 * such a process still runs is not asked: its id says nothing on another machine, or in another container.
 *
 * @param names - what such files are called; all others stay
 * @throws what the file system says when the directory cannot be read
 *
 * @example
 * ```ts
 * removeAbandoned("images", /^\.my-app-.*\.part$/);
 * ```
 */
export function removeAbandoned(directory: string, names: RegExp): void {
  for (const name of readdirSync(directory)) {
    if (!names.test(name)) continue;
    const path = join(directory, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() === true && Date.now() - stats.mtimeMs > HOUR) removeQuietly(path);
  }
}

export function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process was faster, or it stays until a later start: it has a name that nobody reads.
  }
}
