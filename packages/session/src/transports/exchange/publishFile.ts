import { close, link, linkSync, lstatSync, open, rename, renameSync, unlink, unlinkSync } from "node:fs";
import type { SaveTarget } from "../../message/request.ts";
import { errorCode } from "./errorCode.ts";
import { failureOf } from "./failureOf.ts";

/** Whether the file that must not be there is there: better known before its body is fetched. */
export function isTaken(target: SaveTarget): boolean {
  return target.existing === "error" && lstatSync(target.file, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Gives a finished file its name: at once and whole. With `existing: "error"` nobody's file is replaced.
 *
 * @param mayHold - the thread, where that is shorter than to leave it to another
 */
export function publishFile(
  temporary: string,
  target: SaveTarget,
  mayHold: boolean,
  done: (error: unknown) => void,
): void {
  if (target.existing === "replace") {
    if (mayHold) done(failureOf(() => renameSync(temporary, target.file)));
    else rename(temporary, target.file, done);
    return;
  }
  const linked = (error: unknown): void => {
    if (error !== null) {
      if (NO_LINKS.has(errorCode(error))) claim(temporary, target.file, done);
      else done(error);
    } else if (mayHold) done(failureOf(() => unlinkSync(temporary)));
    else unlink(temporary, done);
  };
  if (mayHold) linked(failureOf(() => linkSync(temporary, target.file)));
  else link(temporary, target.file, linked);
}

/** What file systems without hard links say. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Without hard links the name is taken by an empty file first, which is then replaced. */
function claim(temporary: string, file: string, done: (error: unknown) => void): void {
  open(file, "wx", (error, descriptor) => {
    if (error !== null) {
      done(error);
      return;
    }
    close(descriptor, () => rename(temporary, file, done));
  });
}
