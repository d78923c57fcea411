import { describe, expect, test } from "vitest";
import { nearestName } from "./nearestName.ts";

const names = ["timeout", "deadline", "maxConcurrency", "maxRedirects", "url", "tls"];

describe("nearestName", () => {
  test.each([
    ["timout", "timeout"],
    ["tiemout", "timeout"],
    ["timeouts", "timeout"],
    ["Timeout", "timeout"],
    ["TIMEOUT", "timeout"],
    ["max_concurrency", "maxConcurrency"],
    ["maxRedirect", "maxRedirects"],
    ["ulr", "url"],
    ["ur", "url"],
    ["headers", undefined],
    ["x", undefined],
    ["", undefined],
    ["timeout".repeat(10), undefined],
  ])("%s → %s", (name, expected) => {
    expect(nearestName(name, names)).toBe(expected);
  });

  test("the nearest wins, of equals the first", () => {
    expect(nearestName("maxConcurency", ["maxConcurrence", "maxConcurrency"])).toBe("maxConcurrency");
    expect(nearestName("cet", ["cat", "cut"])).toBe("cat");
  });
});
