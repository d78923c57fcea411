import { lstatSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Names that mean the same everywhere: no separators, no leading dot, nothing that a file system folds or trims. */
const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,158}[A-Za-z0-9])?$/;

/** Names that Windows keeps for devices, whatever their extension. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The file name of a key. A safe key keeps its name; any other becomes `~` and a digest, which no safe key begins with.
 * Where upper and lower case are the same to the file system, keys with upper case letters are not safe.
 *
 * @example
 * fileName("client-1.helios_token", true)   // "client-1.helios_token"
 * fileName("../../x", true)                 // "~" and 64 hexadecimal digits
 */
export function fileName(key: string, caseSensitive: boolean): string {
  const safe = SAFE.test(key) && !RESERVED.test(key) && (caseSensitive || key === key.toLowerCase());
  if (safe) return key;
  // Not imported: loading it is a third of what importing this package costs, and most keys are safe.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return `~${createHash("sha256").update(key).digest("hex")}`;
}

/** Whether names that differ only in case are different files, judged by the name of the directory itself. */
export function isCaseSensitive(directory: string): boolean {
  const path = resolve(directory);
  const name = basename(path);
  const swapped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
  const guess = process.platform !== "darwin" && process.platform !== "win32";
  if (swapped === name) return guess;
  try {
    const own = lstatSync(path);
    const other = lstatSync(join(dirname(path), swapped), { throwIfNoEntry: false });
    return other === undefined || other.ino !== own.ino || other.dev !== own.dev;
  } catch {
    // It is not there, or not for us to see: whoever reads or writes there is told why.
    return guess;
  }
}
