import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * Where profiles and, in the file store, sessions are kept: `LATCHKEY_CONFIG_DIR`, else what the system has for it
 * (the XDG base directories, `Library/Application Support`, `%APPDATA%`).
 */
export function configDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const own = env["LATCHKEY_CONFIG_DIR"];
  if (own !== undefined && own !== "") return resolve(own);
  const home = env["HOME"] || homedir();
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), "latchkey");
  if (platform === "darwin") return join(home, "Library", "Application Support", "latchkey");
  const xdg = env["XDG_CONFIG_HOME"];
  // The specification has relative paths ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, ".config"), "latchkey");
}
