import { describe, expect, test } from "vitest";
import { endpoint } from "./endpoint.ts";

describe("the endpoint tag", () => {
  test("text stays, values become segments", () => {
    expect(endpoint`users/users/`).toBe("users/users/");
    expect(endpoint`users/${7}/teams/${12n}/`).toBe("users/7/teams/12/");
    expect(endpoint`x/${"a b"}`).toBe("x/a%20b");
    expect(endpoint`x/${"é%2f"}?y=${"a&b=c"}`).toBe("x/%C3%A9%252f?y=a%26b%3Dc");
    expect(endpoint`show/${"a/..b/oauth/token?x#"}`).toBe("show/a%2F..b%2Foauth%2Ftoken%3Fx%23");
    expect(endpoint`${"//evil.test"}`).toBe("%2F%2Fevil.test");
    expect(endpoint`${"..."}`).toBe("...");
  });

  test.each([
    ["empty", ""],
    ["a dot", "."],
    ["two dots", ".."],
    ["a climb, once it is decoded,", "a/../../oauth/token"],
    ["a climb by backslashes", "a\\..\\b"],
    ["a lone surrogate", "\ud800"],
    ["NaN", NaN],
    ["Infinity", Infinity],
  ])("%s is no segment", (_, value) => {
    expect(() => endpoint`a/${1}/${value}/`).toThrow(
      expect.objectContaining({ name: "UsageError", code: "endpoint", message: expect.stringContaining("Value 2") }),
    );
  });

  test("called as a function it would take its text apart", () => {
    // What a caller without types may write: endpoint(`a/${1}`).
    expect(() => endpoint("a/1" as unknown as TemplateStringsArray)).toThrow(
      expect.objectContaining({ code: "endpoint", message: "endpoint is a tag, and was called as a function." }),
    );
  });

  test.each([undefined, null, {}, ["a"], true])("%j is no segment", (value: unknown) => {
    // What a caller without types may pass.
    expect(() => endpoint`a/${value as string}/`).toThrow(/must be a string, a finite number or a bigint/);
  });
});
