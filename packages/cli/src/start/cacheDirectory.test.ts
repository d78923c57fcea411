import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cacheDirectory } from "./cacheDirectory.ts";

describe("cacheDirectory", () => {
  test.each([
    ["linux", { HOME: "/home/ada" }, join("/home/ada", ".cache", "latchkey")],
    ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "/var/ada" }, join("/var/ada", "latchkey")],
    ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "relative" }, join("/home/ada", ".cache", "latchkey")],
    ["darwin", { HOME: "/Users/ada" }, join("/Users/ada", "Library", "Caches", "latchkey")],
    ["win32", { HOME: "/c", LOCALAPPDATA: "/c/local" }, join("/c/local", "latchkey", "cache")],
  ] as const)("on %s with %j is %s", (platform, env, expected) => {
    expect(cacheDirectory(env, platform)).toBe(expected);
  });
});
