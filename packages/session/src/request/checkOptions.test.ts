import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { UsageError } from "../errors/usageError.ts";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { checkOptions } from "./checkOptions.ts";
import { boolean, callable, defaulting, matching, nested, number, oneOf, required, text } from "./optionChecks.ts";

const shape = {
  url: required(text()),
  token: text({ secret: true }),
  timeout: defaulting(number({ min: 1, max: 3_600_000 }), 15_000),
  maxRedirects: number({ min: 0, max: 20, integer: true }),
  verifySsl: boolean(),
  existing: oneOf("replace", "error"),
  onProgress: callable<(done: number) => boolean>(),
  store: matching("a Map", (value): value is Map<string, string> => value instanceof Map),
  limits: nested({ maxConnections: number({ min: 1, max: Infinity, integer: true }) }),
};

const onProgress = (done: number): boolean => done > 0;

describe("checkOptions", () => {
  test("copies what is allowed, typed and frozen", () => {
    const store = new Map<string, string>();
    const given = { url: "https://h.test", verifySsl: false, onProgress, store, limits: { maxConnections: 5 } };
    const checked = checkOptions(given, shape);
    expect(Object.keys(checked)).toEqual(Object.keys(shape));
    expect(Object.isFrozen(checked)).toBe(true);
    expect(Object.isFrozen(checked.limits)).toBe(true);
    expect({ ...checked, limits: { ...checked.limits } }).toEqual({
      ...given,
      token: undefined,
      timeout: 15_000,
      maxRedirects: undefined,
      existing: undefined,
    });
    expectTypeOf(checked.url).toEqualTypeOf<string>();
    expectTypeOf(checked.timeout).toEqualTypeOf<number>();
    expectTypeOf(checked.existing).toEqualTypeOf<"replace" | "error" | undefined>();
    expectTypeOf(checked.limits?.maxConnections).toEqualTypeOf<number | undefined>();
  });

  test("no options are no error where none is required", () => {
    expect({ ...checkOptions(undefined, { a: boolean() }) }).toEqual({ a: undefined });
  });

  test("an undefined option counts as absent", () => {
    expect(checkOptions({ url: "x", timeout: undefined }, shape).timeout).toBe(15_000);
  });

  test("reads own properties only", () => {
    const inherited: unknown = Object.assign(Object.create({ timeout: 5, evil: 1 }), { url: "x" });
    expect(checkOptions(inherited, shape).timeout).toBe(15_000);
    expect(() => checkOptions(Object.create({ url: "x" }), shape)).toThrow("url is missing.");
  });

  test.each([
    [{ url: "x", timout: 5 }, 'There is no option "timout". Did you mean "timeout"?'],
    [{ url: "x", hedaers: 5 }, 'There is no option "hedaers".'],
    [
      { url: "x", limits: { maxConnection: 1 } },
      'There is no option "limits.maxConnection". Did you mean "limits.maxConnections"?',
    ],
    [JSON.parse('{"url":"x","__proto__":{"timeout":1}}'), 'There is no option "__proto__".'],
    [{ url: "x", toString: 1 }, 'There is no option "toString".'],
    [{}, "url is missing."],
    [{ url: "" }, 'url must be a string that is not empty, not "".'],
    [{ url: 5 }, "url must be a string that is not empty, not 5."],
    [{ url: "x", token: 123_456 }, "token must be a string that is not empty."],
    [{ url: "x", timeout: 0 }, "timeout must be a number from 1 to 3600000, not 0."],
    [{ url: "x", timeout: 3_600_001 }, "timeout must be a number from 1 to 3600000, not 3600001."],
    [{ url: "x", timeout: NaN }, "timeout must be a number from 1 to 3600000, not NaN."],
    [{ url: "x", timeout: Infinity }, "timeout must be a number from 1 to 3600000, not Infinity."],
    [{ url: "x", timeout: "15" }, 'timeout must be a number from 1 to 3600000, not "15".'],
    [{ url: "x", timeout: null }, "timeout must be a number from 1 to 3600000, not null."],
    [{ url: "x", timeout: 5n }, "timeout must be a number from 1 to 3600000, not 5n."],
    [{ url: "x", maxRedirects: 1.5 }, "maxRedirects must be a whole number from 0 to 20, not 1.5."],
    [{ url: "x", verifySsl: "false" }, 'verifySsl must be true or false, not "false".'],
    [{ url: "x", existing: "keep" }, 'existing must be "replace" or "error", not "keep".'],
    [{ url: "x", onProgress: {} }, "onProgress must be a function, not an object."],
    [{ url: "x", store: [] }, "store must be a Map, not an array."],
    [{ url: "x", store: () => 1 }, "store must be a Map, not a function."],
    [{ url: "x", limits: 5 }, "limits must be an object, not a number."],
    [
      { url: "x", limits: { maxConnections: Infinity } },
      "limits.maxConnections must be a whole number of at least 1, not Infinity.",
    ],
    [null, "The options must be an object, not null."],
    ["s3cret", "The options must be an object, not a string."],
    [12_345_678, "The options must be an object, not a number."],
    [[], "The options must be an object, not an array."],
  ])("refuses %o", (given, message) => {
    expect(() => checkOptions(given, shape)).toThrow(expect.objectContaining({ code: "option", message }));
  });

  test("the hint lists what there is", () => {
    expect(() => checkOptions({ x: 1 }, { a: boolean(), b: boolean() })).toThrow(
      expect.objectContaining({ code: "option", hint: "Options: a, b." }),
    );
  });

  test("a value is shown short and on one line", () => {
    const existing = `\u001b[31m\n\u202e${"x".repeat(500)}`;
    expect(() => checkOptions({ url: "x", existing }, shape)).toThrow(/not "\\u001b\[31m\\u000a\\u202ex{53}…"\.$/);
  });

  test(
    "anything else is refused or copied, never half of it",
    () => {
      const any = fc.dictionary(fc.constantFrom(...Object.keys(shape), "other"), fc.anything());
      fc.assert(
        fc.property(any, (given) => {
          try {
            const checked = checkOptions(given, shape);
            expect(Object.keys(checked)).toEqual(Object.keys(shape));
            expect(checked.timeout).toBeGreaterThanOrEqual(1);
            expect(checked.timeout).toBeLessThanOrEqual(3_600_000);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
