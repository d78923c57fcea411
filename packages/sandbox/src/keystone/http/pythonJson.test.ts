import { expect, test } from "vitest";
import { Problem } from "./problem.ts";
import { parseJson } from "./pythonJson.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// The right-hand sides are what Python 3.11's json.loads says.
test.each([
  ["{bad", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"],
  ["", "Expecting value: line 1 column 1 (char 0)"],
  ["[1,]", "Expecting value: line 1 column 4 (char 3)"],
  ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
  ['{"a": 1 "b"}', "Expecting ',' delimiter: line 1 column 9 (char 8)"],
  ['{"a": "x', "Unterminated string starting at: line 1 column 7 (char 6)"],
  ['"\\q"', "Invalid \\escape: line 1 column 2 (char 1)"],
  ['"a\nb"', "Invalid control character at: line 1 column 3 (char 2)"],
  ["1 2", "Extra data: line 1 column 3 (char 2)"],
  ['{\n "a": tru}', "Expecting value: line 2 column 7 (char 8)"],
  ["[NaN]", "Out of range float values are not JSON compliant: NaN"],
])("%j", (text, reason) => {
  expect(() => parseJson(bytes(text))).toThrow(new Problem(400, { detail: `JSON parse error - ${reason}` }));
});

test("a byte that is not UTF-8 is named", () => {
  expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(
    "can't decode byte 0xff in position 1: invalid start byte",
  );
});

test("JSON is JSON", () => {
  expect(parseJson(bytes('{"a": [1, null, "ü"]}'))).toEqual({ a: [1, null, "ü"] });
});
