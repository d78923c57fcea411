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

/** A folder that has never been used: creating files where thousands were removed is slow on some file systems. */
export function freshFolder(disk) {
  return mkdtempSync(join(disk, "latchkey-bench-"));
}

/** What is written at a time, and how much more than needed. */
const PIECE = Buffer.alloc(1_000_000, 1);
const SPARE = 1.2;

/**
 * Uses the memory that so many bytes of files will lie in once before: a virtual machine gets it from its host page by
 * page, which takes longer than to write a file.
 */
export function useMemory(folder, bytes) {
  const file = join(folder, "used");
  const descriptor = openSync(file, "wx");
  for (let left = bytes * SPARE; left > 0; left -= PIECE.length) writeSync(descriptor, PIECE);
  closeSync(descriptor);
  unlinkSync(file);
}
