import fc from "fast-check";
import { expect, test } from "vitest";
import { layOutJson } from "./layOutJson.ts";

test("lays out whatever JSON as the language does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, given) => {
      const json = JSON.stringify(value, null, given);
      expect(layOutJson(json, { levels: 0, indent: 0 })).toBe(JSON.stringify(value));
      expect(layOutJson(json, { levels: Infinity, indent: 2 })).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test.each([
  ["12345678901234567890", "12345678901234567890"],
  ['{ "amount": 1.10, "e": 1E+2, "n": -0 }', '{"amount":1.10,"e":1E+2,"n":-0}'],
  ['["\\u00fc \\/ \\" ] , :", "ü"]', '["\\u00fc \\/ \\" ] , :","ü"]'],
])("keeps the words of %s", (json, expected) => {
  expect(layOutJson(json, { levels: 0, indent: 0 })).toBe(expected);
});

test("breaks as many levels as it is told", () => {
  const json = '[{"a":[1,2]},{}]';
  expect(layOutJson(json, { levels: 1, indent: 0 })).toBe('[\n{"a":[1,2]},\n{}\n]');
  expect(layOutJson("[]", { levels: 1, indent: 0 })).toBe("[]");
});

test("takes a string of many megabytes", () => {
  const json = JSON.stringify(`${'\\"'.repeat(2_000_000)}${"x".repeat(10_000_000)}`);
  // Compared here: nobody wants to see the difference.
  expect(layOutJson(json, { levels: 0, indent: 0 }) === json).toBe(true);
});
