import { close, lstatSync, open, rename } from "node:fs";
import type { SaveTarget } from "../../message/request.ts";
import type { DiskSteps } from "./diskSteps.ts";
import { errorCode } from "./errorCode.ts";

/** Whether the file that must not be there is there: better known before its body is fetched. */
export function isTaken(target: SaveTarget): boolean {
  return target.existing === "error" && lstatSync(target.file, { throwIfNoEntry: false }) !== undefined;
}

/** Gives a finished file its name: at once and whole. With `existing: "error"` nobody's file is replaced. */
export function publishFile(
  temporary: string,
  target: SaveTarget,
  steps: DiskSteps,
  done: (error: unknown) => void,
): void {
  if (target.existing === "replace") {
    steps.rename(temporary, target.file, done);
    return;
  }
  steps.link(temporary, target.file, (error) => {
    if (error === null) steps.unlink(temporary, done);
    else if (NO_LINKS.has(errorCode(error))) claim(temporary, target.file, done);
    else done(error);
  });
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
