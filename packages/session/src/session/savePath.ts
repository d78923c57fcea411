import { absolutePath } from "#files";
import { matching, required } from "../request/optionChecks.ts";

/** No path on any system has a NUL, and what other control characters do to a terminal, none of its owners wants. */
const PATH = /^[ -~\u0080-\uffff]+$/;
const isPath = (value: unknown): value is string => typeof value === "string" && PATH.test(value);
const check = required(matching("a path without control characters", isPath));
const isFile = (value: unknown): value is string => isPath(value) && !value.endsWith("/");
const checkFile = required(matching("the path of a file, which does not end with /", isFile));

/**
 * The path of a file to save to. Made absolute at once, so that it stays the same file wherever the process goes.
 *
 * @throws UsageError (`option`) for what is no path of a file
 */
export function savePath(file: unknown): string {
  return absolutePath(checkFile(check(file, "file"), "file"));
}
