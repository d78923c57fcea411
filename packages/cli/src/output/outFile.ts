import { accessSync, constants, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";

/**
 * Sees that a file can be put at `--out`, before anything is done for it: where it cannot, the command line is wrong.
 *
 * @param instead - what to do about a name that is no file's
 * @throws UsageError (`option`)
 */
export function requireOutFile(out: string, instead: string = "Choose another name."): void {
  if (out !== "-" && mayBeFile(out)) return;
  throw new UsageError("option", `--out: ${out} is no file.`, { hint: instead });
}

function mayBeFile(out: string): boolean {
  const directory = dirname(resolve(out));
  try {
    // With a slash at its end, only a directory has that name.
    accessSync(join(directory, "/"), constants.W_OK);
    return statSync(out, { throwIfNoEntry: false })?.isFile() !== false;
  } catch (error) {
    throw new UsageError("option", `--out: ${out} cannot be written (${fileErrorCode(error)}).`, {
      hint: `Check that ${directory} is a directory, and who may write there.`,
    });
  }
}
