import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { configDirectory } from "./configDirectory.ts";
import { settle } from "./setting.ts";

describe("configDirectory", () => {
  test.each([
    ["linux", { HOME: "/home/ada" }, join("/home/ada", ".config", "latchkey")],
    ["linux", { HOME: "/home/ada", XDG_CONFIG_HOME: "/etc/ada" }, join("/etc/ada", "latchkey")],
    ["linux", { HOME: "/home/ada", XDG_CONFIG_HOME: "relative" }, join("/home/ada", ".config", "latchkey")],
    ["darwin", { HOME: "/Users/ada" }, join("/Users/ada", "Library", "Application Support", "latchkey")],
    ["win32", { HOME: "/c", APPDATA: "/c/roaming" }, join("/c/roaming", "latchkey")],
    ["linux", { HOME: "/home/ada", LATCHKEY_CONFIG_DIR: "/srv/keys" }, "/srv/keys"],
  ] as const)("on %s with %j is %s", (platform, env, expected) => {
    expect(configDirectory(env, platform)).toBe(expected);
  });
});

describe("settle", () => {
  test.each([
    [
      { flag: "f", environment: "e", profile: "p", default: "d" },
      { value: "f", from: "flag" },
    ],
    [
      { environment: "e", profile: "p", default: "d" },
      { value: "e", from: "environment" },
    ],
    [
      { environment: "", profile: "p", default: "d" },
      { value: "p", from: "profile" },
    ],
    [{ default: "d" }, { value: "d", from: "default" }],
    [{}, undefined],
  ])("%j gives %j", (places, expected) => {
    expect(settle(places)).toEqual(expected);
  });
});
