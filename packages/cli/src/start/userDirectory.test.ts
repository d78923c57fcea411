import { join } from "node:path";
import { expect, test } from "vitest";
import { userDirectory } from "./userDirectory.ts";

test.each([
  ["linux", { HOME: "/home/ada" }, join("/home/ada", ".cache", "latchkey")],
  ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "/var/ada" }, join("/var/ada", "latchkey")],
  ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "relative" }, join("/home/ada", ".cache", "latchkey")],
  ["darwin", { HOME: "/Users/ada" }, join("/Users/ada", "Library", "Caches", "latchkey")],
  ["win32", { HOME: "/c", LOCALAPPDATA: "/c/local" }, join("/c/local", "latchkey")],
  ["win32", { HOME: "/c" }, join("/c", "AppData", "Local", "latchkey")],
] as const)("on %s with %j the cache is in %s", (platform, env, expected) => {
  expect(userDirectory("cache", env, platform)).toBe(expected);
});
