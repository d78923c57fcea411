import { UsageError } from "../errors/usageError.ts";
import { wrongBuildHint } from "../request/wrongBuild.ts";

/** @throws UsageError (`option`) always: browsers have no files. */
export function fileStore(): never {
  throw noFiles("fileStore()", "Use memoryStore(), or a store of your own.");
}

/** @throws UsageError (`option`) always: browsers have no files. */
export function makeDirectory(): never {
  throw noFiles("makeDirectory()", undefined);
}

/** @throws UsageError (`option`) always: browsers have no files. */
export function makePrivateDirectory(): never {
  throw noFiles("makePrivateDirectory()", undefined);
}

/** @throws UsageError (`option`) always: browsers have no files. */
export function readPrivateFile(): never {
  throw noFiles("readPrivateFile()", undefined);
}

/** @throws UsageError (`option`) always: browsers have no files. */
export function removeAbandoned(): never {
  throw noFiles("removeAbandoned()", undefined);
}

/** @throws UsageError (`option`) always: browsers have no files. */
export function replaceFile(): never {
  throw noFiles("replaceFile()", undefined);
}

/** @throws UsageError (`option`) always: browsers have no files. */
export function absolutePath(): never {
  throw noFiles("download()", "Read `content` of the response.");
}

function noFiles(what: string, hint: string | undefined): UsageError {
  return new UsageError("option", `${what} needs a file system, which browsers do not have.`, {
    hint: wrongBuildHint() ?? hint,
  });
}
