import { describe, expect, test } from "vitest";
import { encodeParams, listParams, type Params } from "./encodeParams.ts";

describe("encodeParams", () => {
  test.each<[string, Params, string]>([
    ["nothing", {}, ""],
    ["text", { state: "New York", q: "a&limit=9#+é" }, "state=New+York&q=a%26limit%3D9%23%2B%C3%A9"],
    ["numbers", { a: 0, b: -1.5, c: 1e21, d: 10n }, "a=0&b=-1.5&c=1e%2B21&d=10"],
    ["booleans", { a: true, b: false }, "a=true&b=false"],
    ["dates", { at: new Date(0) }, "at=1970-01-01T00%3A00%3A00.000Z"],
    ["an empty value", { a: "" }, "a="],
    ["undefined", { a: undefined, b: 1 }, "b=1"],
    ["arrays", { id: [1, "2", undefined], none: [] }, "id=1&id=2"],
    ["names", { "a b[]": 1 }, "a+b%5B%5D=1"],
    ["URLSearchParams", new URLSearchParams("a=1&a=2&b="), "a=1&a=2&b="],
    ["__proto__", JSON.parse('{"__proto__":"x"}'), "__proto__=x"],
    ["inherited names", Object.create({ a: 1 }), ""],
  ])("%s", (_, params, expected) => {
    expect(encodeParams(params)).toBe(expected);
  });

  test.each([
    [{ a: null }, /^params\.a must be a string/],
    [{ a: NaN }, /^params\.a must be finite, not NaN/],
    [{ a: Infinity }, /finite/],
    [{ a: new Date(NaN) }, /^params\.a is an invalid date/],
    [{ a: { b: "S3CR3T" } }, /^params\.a must be/],
    [{ a: [["S3CR3T"]] }, /^params\.a must be/],
    [{ a: [1, null] }, /^params\.a must be/],
    [{ a: () => "S3CR3T" }, /^params\.a must be/],
    [{ a: Symbol("S3CR3T") }, /^params\.a must be/],
    ["a=S3CR3T", /^params must be an object/],
    [[["a", "S3CR3T"]], /^params must be an object/],
    [new Map([["a", "S3CR3T"]]), /^params must be an object/],
    [null, /^params must be an object/],
  ])("refuses %o", (given: unknown, message) => {
    // What a caller without types may pass.
    const act = (): string => encodeParams(given as Params);
    expect(act).toThrow(expect.objectContaining({ name: "UsageError", code: "option" }));
    expect(act).toThrow(message);
    expect(act).not.toThrow(/S3CR3T/);
  });

  test("errors call the option by its name", () => {
    expect(() => listParams({ a: NaN }, "form")).toThrow(/^form\.a/);
  });
});
