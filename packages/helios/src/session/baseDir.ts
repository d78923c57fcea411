import { join, resolve } from "node:path";
import { UsageError } from "@latchkey/session";
import { homeDirectory } from "../credentials/homeDirectory.ts";

/**
 * The absolute path of the directory for credentials and tokens.
 *
 * @throws UsageError (`option`) where none was given and there is no home to put it in
 */
export function baseDirOf(given: string | undefined): string {
  return resolve(given ?? defaultBaseDir());
}

function defaultBaseDir(): string {
  const home = homeDirectory();
  if (home !== undefined) return join(home, ".helios");
  throw new UsageError("option", "baseDir is missing, and this user has no home directory to put it in.", {
    hint: "Pass a directory that this user can write to.",
  });
}
