import { userInfo } from "node:os";
import { isAbsolute } from "node:path";

/**
 * The home of this user: `HOME` (on Windows also `USERPROFILE`), else what the system has for the user. A path that is
 * not absolute is none: what is kept there would be wherever a command happens to run.
 *
 * @param known - what the system knows; it throws for a user without an entry, as containers have them
 */
export function homeDirectory(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  known: () => string = () => userInfo().homedir,
): string | undefined {
  const given = [env["HOME"], platform === "win32" ? env["USERPROFILE"] : undefined].find(isPlace);
  if (given !== undefined) return given;
  try {
    const home = known();
    return isPlace(home) ? home : undefined;
  } catch {
    return undefined;
  }
}

function isPlace(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path);
}
