import { closeSync, constants, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makePrivate } from "./makePrivate.ts";
import { removeQuietly } from "./removeAbandoned.ts";

/** What {@link writeAtomically} calls a file that is not complete. */
export const TEMPORARY: RegExp = /^\..*\.[0-9a-f]{24}\.tmp$/;

/**
 * Replaces a file as a whole: whoever reads it, at any moment and after any crash, finds the old content or the new
 * one. Its mode is 0600 whatever the umask; a link or a file of somebody else's at that path is replaced, not followed.
 *
 * @param confirm - asked when the new content is safe on the disk and not visible yet; `false` drops it
 */
export function writeAtomically(path: string, text: string, confirm: () => boolean): void {
  const { randomBytes } = process.getBuiltinModule("node:crypto");
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(12).toString("hex")}.tmp`);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_SYNC } = constants;
  // Under Node's permissions `fsync` is refused to everybody: there each write waits for the disk.
  const isRestricted = process.permission !== undefined;
  // Where there are no links O_NOFOLLOW is undefined, which counts as 0.
  const flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | (isRestricted ? O_SYNC : 0);
  const file = openSync(temporary, flags, 0o600);
  let visible = false;
  try {
    try {
      makePrivate(file);
      writeFileSync(file, text);
      if (!isRestricted) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (!confirm()) return;
    renameSync(temporary, path);
    visible = true;
  } finally {
    if (!visible) removeQuietly(temporary);
  }
  syncDirectory(dirname(path));
}

/** Makes the rename itself survive a power cut. Windows cannot, and does not need to. */
function syncDirectory(path: string): void {
  if (process.platform === "win32") return;
  try {
    const directory = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  } catch {
    // Some network file systems refuse, or there is no descriptor to be had; the file is in place all the same.
  }
}
