import { fchmodSync, fstatSync } from "node:fs";

const PRIVATE = 0o600;

/**
 * Gives a file that was opened for its owner alone the mode that it was opened with, whatever the umask took of it. Where
 * nothing is missing nothing is done: under Node's permissions, `fchmod` is refused to everybody.
 */
export function makePrivate(file: number): void {
  if ((fstatSync(file).mode & 0o777) !== PRIVATE) fchmodSync(file, PRIVATE);
}
