import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../errors/usageError.ts";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { checkHeaders } from "./checkHeaders.ts";

describe("checkHeaders", () => {
  test("copies into a record without a prototype, names in lower case", () => {
    const given = { "X-Team": "7", Accept: undefined, "x-empty": "", "x-latin": "\xe9\tx" };
    const record = checkHeaders(given, "headers");
    expect(Object.getPrototypeOf(record)).toBeNull();
    expect({ ...record }).toEqual({ "x-team": "7", "x-empty": "", "x-latin": "\xe9\tx" });
  });

  test("takes Headers, and nothing at all", () => {
    expect({ ...checkHeaders(new Headers({ "X-A": "1" }), "headers") }).toEqual({ "x-a": "1" });
    expect(Object.keys(checkHeaders(undefined, "headers"))).toEqual([]);
  });

  test("reads own properties only", () => {
    expect(Object.keys(checkHeaders(Object.create({ "x-evil": "1" }), "headers"))).toEqual([]);
    const record = checkHeaders(JSON.parse('{"__proto__":"x"}'), "headers");
    expect(Object.entries(record)).toEqual([["__proto__", "x"]]);
    expect("polluted" in record).toBe(false);
  });

  test.each([
    "Host",
    "content-length",
    "Transfer-Encoding",
    "Connection",
    "Keep-Alive",
    "Proxy-Connection",
    "Upgrade",
    "TE",
    "Trailer",
    "Expect",
    "Cookie",
    "Proxy-Authorization",
  ])("%s is not the caller's to set", (name) => {
    expect(() => checkHeaders({ [name]: "S3CR3T" }, "headers")).toThrow(`headers: "${name}" cannot be set: `);
    expect(() => checkHeaders({ [name]: "S3CR3T" }, "headers")).not.toThrow(/S3CR3T/);
    expect(Object.keys(checkHeaders({ [name]: undefined }, "headers"))).toEqual([]);
  });

  test.each([
    ["an empty name", { "": "S3CR3T" }, /not a header name/],
    ["a name with a space", { "x a": "S3CR3T" }, /not a header name/],
    ["a name with a colon", { "x:": "S3CR3T" }, /not a header name/],
    ["a name with a line end", { "x\r\ny": "S3CR3T" }, /"x\\u000d\\u000ay" cannot be set/],
    ["a name beyond ASCII", { "\u212a": "S3CR3T" }, /cannot be set/],
    ["CR", { x: "S3CR3T\r" }, /control character/],
    ["LF", { x: "S3CR3T\ny: z" }, /control character/],
    ["NUL", { x: "S3CR3T\0" }, /control character/],
    ["DEL", { x: "S3CR3T\x7f" }, /control character/],
    ["U+2028", { x: "S3CR3T\u2028" }, /beyond latin-1/],
    ["a number", { x: 5 }, /not a string/],
    ["null", { x: null }, /not a string/],
    ["an array", { x: ["S3CR3T"] }, /not a string/],
    ["two spellings", { "X-A": "S3CR3T", "x-a": "S3CR3T" }, /given twice/],
    ["a list of pairs", [["x", "S3CR3T"]], /must be an object of strings/],
    ["a Map", new Map([["x", "S3CR3T"]]), /must be an object of strings/],
    ["text", "x: S3CR3T", /must be an object of strings/],
    ["null instead of headers", null, /must be an object of strings/],
  ])("refuses %s", (_, headers, message) => {
    const act = (): Record<string, string> => checkHeaders(headers, "headers");
    expect(act).toThrow(expect.objectContaining({ name: "UsageError", code: "option" }));
    expect(act).toThrow(message);
    expect(act).not.toThrow(/S3CR3T/);
  });

  test(
    "what passes is what the platform would send",
    () => {
      const headers = fc.dictionary(
        fc.string({ unit: "binary", maxLength: 8 }),
        fc.string({ unit: "binary", maxLength: 20 }),
      );
      fc.assert(
        fc.property(headers, (given) => {
          let record: Record<string, string>;
          try {
            record = checkHeaders(given, "headers");
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
            return;
          }
          for (const [name, value] of Object.entries(record)) {
            expect(new Headers([[name, value]]).get(name)).toBe(value.replace(/^[\t ]+|[\t ]+$/g, ""));
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
