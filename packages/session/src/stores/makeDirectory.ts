import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { systemErrorCode } from "../errors/systemErrorCode.ts";

/**
 * Makes a directory and those above it that are missing; what is there is left as it is. Node's own `recursive` tries for
 * ever where nothing can be made below what is there: behind a link that leads nowhere, in a directory that was removed
 * meanwhile, in `/proc`.
 *
 * @param mode - of those that are made, whatever the umask; by default, what the umask leaves
 * @throws what the file system says
 *
 * @example
 * ```ts
 * makeDirectory("images/2018-02-10");
 * ```
 */
export function makeDirectory(path: string, mode?: number): void {
  try {
    makeOne(path, mode);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    makeDirectory(dirname(path), mode);
    makeOne(path, mode);
  }
}

function makeOne(path: string, mode: number | undefined): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have made it a moment ago.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
    throw error;
  }
  if (mode !== undefined) chmodSync(path, mode);
}
