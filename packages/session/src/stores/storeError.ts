import { AuthenticationError } from "../errors/authenticationError.ts";
import { systemErrorCode } from "../errors/systemErrorCode.ts";

const HINTS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "The disk is full: free some space."],
  ["EDQUOT", "The quota of this user is used up: free some space."],
  ["EACCES", "Give this user the right to write there, or choose another directory."],
  ["EPERM", "Give this user the right to write there, or choose another directory."],
  ["EROFS", "The file system is read-only: choose another directory."],
  ["EEXIST", "A part of this path is a file, or a link that leads nowhere: choose another directory."],
  ["ENOTDIR", "A part of this path is a file: choose another directory."],
  ["EISDIR", "There is a directory where the file should be: remove it."],
  ["ENOTEMPTY", "There is a directory where the file should be: remove it."],
  ["EMFILE", "This process has too many files open."],
]);

/** An error of the file system, told with what was tried and what to do; the runtime's own is not kept. */
export function storeError(what: string, path: string, error: unknown): AuthenticationError {
  const code = systemErrorCode(error);
  return new AuthenticationError("store", `${what} ${path} failed${code === undefined ? "" : ` (${code})`}.`, {
    hint: (code === undefined ? undefined : HINTS.get(code)) ?? "Check that the directory exists and can be written.",
  });
}
