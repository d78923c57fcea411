import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "./storeError.ts";

/**
 * Makes a directory and those above it that are missing. Node's own `recursive` tries for ever where the system makes
 * none in a directory that is there: in `/proc`, or below `/home` where homes are mounted when they are used.
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
