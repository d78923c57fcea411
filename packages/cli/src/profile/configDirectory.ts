import { resolve } from "node:path";
import { UsageError } from "@latchkey/session";
import { userDirectory } from "../start/userDirectory.ts";

/**
 * Where profiles and, in the file store, sessions are kept: `LATCHKEY_CONFIG_DIR`, else what the system has for it
 * (the XDG base directories, `Library/Application Support`, `%APPDATA%`).
 *
 * @throws UsageError where that is in the user's home, and there is none
 */
export function configDirectory(env: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string {
  const own = env["LATCHKEY_CONFIG_DIR"];
  if (own !== undefined && own !== "") return resolve(own);
  const directory = userDirectory("config", env, platform);
  if (directory !== undefined) return directory;
  throw new UsageError("option", "This user has no home directory in which profiles could be kept.", {
    hint: "Set HOME to an absolute path, or LATCHKEY_CONFIG_DIR to a directory of your own.",
  });
}
