import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const TEMPORARY = /^\..*\.[0-9a-f]{24}\.tmp$/;
const HOUR = 3_600_000;

/**
 * Replaces a file as a whole: whoever reads it, at any moment and after any crash, finds the old content or the new
 * one. Its mode is 0600 whatever the umask; a link or a file of somebody else's at that path is replaced, not followed.
 *
 * @param confirm - asked when the new content is safe on the disk and not visible yet; `false` drops it
 */
export function writeAtomically(path: string, text: string, confirm: () => boolean): void {
  const { randomBytes } = process.getBuiltinModule("node:crypto");
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(12).toString("hex")}.tmp`);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  // Where there are no links O_NOFOLLOW is undefined, which counts as 0.
  const file = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  let visible = false;
  try {
    try {
      fchmodSync(file, 0o600);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (!confirm()) return;
    renameSync(temporary, path);
    visible = true;
  } finally {
    if (!visible) removeIfThere(temporary);
  }
  syncDirectory(dirname(path));
}

/** Removes what crashed writers left behind more than an hour ago. */
export function removeStaleTemporaries(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!TEMPORARY.test(name)) continue;
    const path = join(directory, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() === true && Date.now() - stats.mtimeMs > HOUR) removeIfThere(path);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process was faster, or it stays until a later start: it has a name that nobody reads.
  }
}

/** Makes the rename itself survive a power cut. Windows cannot, and does not need to. */
function syncDirectory(path: string): void {
  if (process.platform === "win32") return;
  const directory = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(directory);
  } catch {
    // Some network file systems refuse; the file is in place all the same.
  } finally {
    closeSync(directory);
  }
}
