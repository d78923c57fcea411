import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";

/** The user's home directory; `undefined` for a user that the system does not know, as containers may have. */
export function homeDirectory(): string | undefined {
  try {
    const home = homedir();
    // What HOME says may be any text: below the working directory, every program would have another home.
    return isAbsolute(home) ? home : userInfo().homedir;
  } catch {
    return undefined;
  }
}
