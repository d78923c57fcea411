import { join } from "node:path";
import { expect, test } from "vitest";
import { homeDirectory } from "./homeDirectory.ts";
import { userDirectory } from "./userDirectory.ts";

test.each([
  ["linux", { HOME: "/home/ada" }, join("/home/ada", ".cache", "latchkey")],
  ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "/var/ada" }, join("/var/ada", "latchkey")],
  ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "relative" }, join("/home/ada", ".cache", "latchkey")],
  ["linux", { HOME: "relative", XDG_CACHE_HOME: "/var/ada" }, join("/var/ada", "latchkey")],
  ["darwin", { HOME: "/Users/ada" }, join("/Users/ada", "Library", "Caches", "latchkey")],
  ["win32", { HOME: "/c", LOCALAPPDATA: "/c/local" }, join("/c/local", "latchkey")],
  ["win32", { HOME: "/c" }, join("/c", "AppData", "Local", "latchkey")],
] as const)("on %s with %j the cache is in %s", (platform, env, expected) => {
  expect(userDirectory("cache", env, platform)).toBe(expected);
});

const known = (): string => "/home/system";
const unknown = (): string => {
  throw new Error("ENOENT");
};

const homes: readonly (readonly [NodeJS.Platform, NodeJS.ProcessEnv, () => string, string | undefined])[] = [
  ["linux", { HOME: "/home/ada" }, known, "/home/ada"],
  ["linux", {}, known, "/home/system"],
  ["linux", { HOME: "" }, known, "/home/system"],
  ["linux", { HOME: "relative" }, known, "/home/system"],
  ["linux", { HOME: "relative" }, () => "", undefined],
  ["linux", { HOME: ".", USERPROFILE: "/c/ada" }, unknown, undefined],
  ["win32", { USERPROFILE: "/c/ada" }, unknown, "/c/ada"],
];

test.each(homes)("on %s with %j the home is absolute, or there is none", (platform, env, ofUser, expected) => {
  expect(homeDirectory(env, platform, ofUser)).toBe(expected);
});
