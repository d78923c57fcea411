import { expect, test } from "vitest";
import { mergeJson } from "./mergeJson.ts";

const data = [{ a: { b: 1 }, c: null }, { a: [{ b: 2 }, { b: [3, [4]] }, 7, null] }, { d: 5 }];

test.each<[string | readonly string[], unknown[]]>([
  [
    ["a", "b"],
    [1, 2, 3, 4],
  ],
  [Object.freeze(["a", "b"]), [1, 2, 3, 4]],
  ["c", [null]],
  [["d"], [5]],
  [["a", "x"], []],
  ["toString", []],
  ["__proto__", []],
])("C16: mergeJson walks %j", (keys, expected) => {
  expect(mergeJson(data, keys)).toEqual(expected);
});
