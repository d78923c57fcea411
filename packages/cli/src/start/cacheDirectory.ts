import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where is kept what can be made again: what the system has for it (the XDG base directories, `Library/Caches`,
 * `%LOCALAPPDATA%`). It is the user's own: what lies there is run.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env["HOME"] || homedir();
  if (platform === "win32") return join(env["LOCALAPPDATA"] || join(home, "AppData", "Local"), "latchkey", "cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "latchkey");
  const xdg = env["XDG_CACHE_HOME"];
  // The specification has relative paths ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, ".cache"), "latchkey");
}
