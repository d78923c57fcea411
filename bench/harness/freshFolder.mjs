import { closeSync, mkdtempSync, openSync, statfsSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the largest case writes, and room to spare. */
const NEEDED = 3e9;

/** Memory, where there is such a file system and room in it: else a disk would be measured instead of the client. */
export function roomiestDisk() {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > NEEDED ? "/dev/shm" : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** What is written at a time, and how much more than needed. */
const PIECE = Buffer.alloc(1_000_000, 1);
const SPARE = 1.2;

/**
 * A folder that has never been used (creating files where thousands were removed is slow on some file systems), for so
 * many bytes. Where it lies in memory, that is used once before: a virtual machine gets memory that it has not used from
 * its host page by page, which takes longer than to write a file.
 */
export function freshFolder(disk, bytes) {
  const folder = mkdtempSync(join(disk, "latchkey-bench-"));
  if (disk !== tmpdir()) {
    const file = join(folder, "used");
    const descriptor = openSync(file, "wx");
    for (let left = bytes * SPARE; left > 0; left -= PIECE.length) writeSync(descriptor, PIECE);
    closeSync(descriptor);
    unlinkSync(file);
  }
  return folder;
}
