import { resolve } from "node:path";
import { userDirectory } from "../start/userDirectory.ts";

/**
 * Where profiles and, in the file store, sessions are kept: `LATCHKEY_CONFIG_DIR`, else what the system has for it
 * (the XDG base directories, `Library/Application Support`, `%APPDATA%`).
 */
export function configDirectory(env: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string {
  const own = env["LATCHKEY_CONFIG_DIR"];
  return own !== undefined && own !== "" ? resolve(own) : userDirectory("config", env, platform);
}
