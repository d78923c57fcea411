import { homedir } from "node:os";

/** The user's home directory; `undefined` for a user that the system does not know, as containers may have. */
export function homeDirectory(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
