import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "./storeError.ts";

/**
 * Makes a directory and those above it that are missing. Node's own `recursive` tries for ever where nothing can be made
 * below what is there: behind a link that leads nowhere, in a directory that was removed meanwhile, in `/proc`.
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
    mkdirSync(path, mode);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
      throw error;
    }
    makeDirectory(dirname(path), mode);
    makeLast(path, mode);
  }
  if (mode !== undefined) chmodSync(path, mode);
}

/** What is above it is there. Another process may make it at the same time. */
function makeLast(path: string, mode: number | undefined): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}
