import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where systems have such directories: XDG's variable and its default, below `Library`, `%…%` and its default. */
const PLACES = {
  config: { xdg: ["XDG_CONFIG_HOME", ".config"], library: "Application Support", windows: ["APPDATA", "Roaming"] },
  /** What can be made again. */
  cache: { xdg: ["XDG_CACHE_HOME", ".cache"], library: "Caches", windows: ["LOCALAPPDATA", "Local"] },
} as const;

/** The directory that the system has for what this program keeps for its user. */
export function userDirectory(
  kind: keyof typeof PLACES,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const { xdg, library, windows } = PLACES[kind];
  const home = env["HOME"] || homedir();
  if (platform === "win32") return join(env[windows[0]] || join(home, "AppData", windows[1]), "latchkey");
  if (platform === "darwin") return join(home, "Library", library, "latchkey");
  const given = env[xdg[0]];
  // The specification has relative paths ignored.
  return join(given !== undefined && isAbsolute(given) ? given : join(home, xdg[1]), "latchkey");
}
