import { lstatSync, open, readlinkSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { TransportError } from "../../errors/transportError.ts";
import type { SaveTarget } from "../../message/request.ts";
import { errorCode } from "../failures/errorCode.ts";
import type { DiskSteps } from "./diskSteps.ts";

/**
 * Whether a finished file may get its name: better known before its body is fetched. With `existing: "error"` it must be
 * free; else a file is replaced, or a link that leads to one or nowhere, and nothing else.
 *
 * @throws TransportError (`filename`), or what the file system says
 */
export function requireFree({ file, existing }: SaveTarget): void {
  if (existing === "error") {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return;
    throw Object.assign(new Error("taken"), { code: "EEXIST" });
  }
  if (isReplaceable(file)) return;
  throw new TransportError("filename", `${file} is there and is no file.`, {
    sent: true,
    hint: "Choose another name: a directory, a device or a pipe is not replaced.",
  });
}

/** What the process has open, as `/dev/stdout` leads to: a file there is somebody's, and the link must stay. */
const OPEN = /^\/(?:proc|dev\/fd)\//;

/** Whether what has a name may be replaced by a file: a file, or a link that leads to one or nowhere. */
export function isReplaceable(file: string): boolean {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return stats === undefined;
    return !lstatSync(file).isSymbolicLink() || !OPEN.test(resolve(dirname(file), readlinkSync(file)));
  } catch {
    // Whoever writes there is told why.
    return true;
  }
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
    else if (NO_LINKS.has(errorCode(error))) claim(temporary, target.file, steps, done);
    else done(error);
  });
}

/** What file systems without hard links say. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Without hard links the name is taken by an empty file first, which is then replaced. */
function claim(temporary: string, file: string, steps: DiskSteps, done: (error: unknown) => void): void {
  open(file, "wx", (error, descriptor) => {
    if (error) {
      done(error);
      return;
    }
    steps.close(descriptor, () =>
      steps.rename(temporary, file, (failed) => {
        // Else a file without anything in it would keep the name.
        if (failed === null) done(null);
        else steps.unlink(file, () => done(failed));
      }),
    );
  });
}
