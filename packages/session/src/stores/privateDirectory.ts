import { chmodSync, type Stats, statSync } from "node:fs";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { makeDirectory } from "./makeDirectory.ts";

const OTHERS_WRITE = 0o022;
const OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Makes sure that a directory exists and is for its owner alone (0700, whatever the umask). Missing parents are made
 * the same way; existing ones are left as they are.
 *
 * @throws AuthenticationError (`store`) when others may write to it and that cannot be changed: whoever can put a file
 * there could plant a token.
 *
 * @example
 * ```ts
 * makePrivateDirectory(join(homedir(), ".my-app")); // for this user alone from now on
 * ```
 */
export function makePrivateDirectory(path: string): void {
  if (process.platform === "win32") {
    makeDirectory(path);
    return;
  }
  makeDirectory(path, 0o700);
  const stats = statSync(path);
  if (isShared(path, stats)) throw othersWrite(path);
  if (isOurs(stats) && (stats.mode & OTHERS) !== 0) chmodSync(path, 0o700);
}

/** A directory such as `/tmp`, or somebody else's that more than that one may write to: it is never made private. */
function isShared(path: string, stats: Stats): boolean {
  if (!stats.isDirectory()) throw Object.assign(new Error(`${path} is not a directory`), { code: "ENOTDIR" });
  return (stats.mode & OTHERS_WRITE) !== 0 && (!isOurs(stats) || (stats.mode & STICKY) !== 0);
}

/** Whether this process's user owns it. Where there are no user ids, everything counts as its own. */
export function isOurs(stats: { readonly uid: number }): boolean {
  return process.geteuid === undefined || stats.uid === process.geteuid();
}

function othersWrite(path: string): AuthenticationError {
  return new AuthenticationError("store", `Others may write to ${path}: no token is kept there.`, {
    hint: "Choose a directory of your own, for example below your home directory.",
  });
}
