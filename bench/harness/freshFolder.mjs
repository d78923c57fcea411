import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Memory where there is such a file system: a disk would be measured instead of the client. */
export const memoryDisk = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder that has never been used: creating files where thousands were removed is slow on some file systems. */
export function freshFolder() {
  return mkdtempSync(join(memoryDisk, "latchkey-bench-"));
}
