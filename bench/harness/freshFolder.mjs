import { mkdtempSync, statfsSync } from "node:fs";
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
