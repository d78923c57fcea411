import { dirname, resolve } from "node:path";
import { TransportError } from "../../errors/transportError.ts";
import { errorCode } from "./errorCode.ts";
import { markShortage } from "./shortage.ts";

/**
 * Why a file could not be read or written, named with what to do.
 *
 * @param doing - "read" or "write"
 */
export function diskFailure(error: unknown, doing: "read" | "write", file: string, sent: boolean): TransportError {
  const code = errorCode(error);
  const directory = dirname(file);
  if (code === "EEXIST") {
    const hint = "Choose another name, or let it be replaced.";
    return new TransportError("filename", `${file} is there already.`, { sent, hint });
  }
  if (NAME_CODES.has(code)) {
    const hint = "Choose a name that the file system allows.";
    return new TransportError("filename", `Could not ${doing} ${file} (${code}).`, { sent, hint });
  }
  // A relative path does not show where it was looked for.
  const missing = doing === "read" && (code === "ENOENT" || code === "ENOTDIR");
  const hint = missing ? `There is no ${resolve(file)}.` : hintFor(code, directory);
  return markShortage(error, new TransportError("disk", `Could not ${doing} ${file} (${code}).`, { sent, hint }));
}

const NAME_CODES: ReadonlySet<string> = new Set([
  "ENAMETOOLONG",
  "EISDIR",
  "EILSEQ",
  "ERR_INVALID_ARG_VALUE",
  "EINVAL",
]);

function hintFor(code: string, directory: string): string | undefined {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return `Make room where ${directory} is.`;
    case "EFBIG":
      return "The file is larger than the system allows.";
    case "EACCES":
    case "EPERM":
      return `Check who may use ${directory}.`;
    case "EROFS":
      return `${directory} cannot be written to: choose another directory.`;
    case "ENOENT":
    case "ENOTDIR":
      return `Check that ${directory} exists.`;
    case "EMFILE":
    case "ENFILE":
      return "Too many open files: raise `ulimit -n`, or lower maxConcurrency.";
    default:
      return undefined;
  }
}
