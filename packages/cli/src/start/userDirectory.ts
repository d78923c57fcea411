import { isAbsolute, join } from "node:path";
import { homeDirectory } from "./homeDirectory.ts";

/** Where systems have such directories: in what a variable names, where there is one, else below the home. */
const PLACES = {
  config: {
    xdg: ["XDG_CONFIG_HOME", ".config"],
    darwin: ["", "Library/Application Support"],
    win32: ["APPDATA", "AppData/Roaming"],
  },
  /** What can be made again. */
  cache: {
    xdg: ["XDG_CACHE_HOME", ".cache"],
    darwin: ["", "Library/Caches"],
    win32: ["LOCALAPPDATA", "AppData/Local"],
  },
} as const;

/**
 * The directory that the system has for what this program keeps for its user; `undefined` where that is in the user's
 * home, and there is none.
 */
export function userDirectory(
  kind: keyof typeof PLACES,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const [variable, below] = PLACES[kind][platform === "win32" || platform === "darwin" ? platform : "xdg"];
  const given = env[variable];
  // XDG's specification has relative paths ignored.
  if (given !== undefined && isAbsolute(given)) return join(given, "latchkey");
  const home = homeDirectory(env, platform);
  return home === undefined ? undefined : join(home, below, "latchkey");
}
