import { expect, test } from "vitest";
import type { Json } from "../http/json.ts";
import { pythonText } from "./pythonText.ts";

test.each<[Json, string]>([
  ["it's", "it's"],
  [null, "None"],
  [true, "True"],
  [2.5, "2.5"],
  [[27, 30, 36], "[27, 30, 36]"],
  [[], "[]"],
  [{}, "{}"],
  [{ a: null, b: [false, { c: "d" }] }, "{'a': None, 'b': [False, {'c': 'd'}]}"],
  [["a", "it's", 'say "a"', `it's "a"`, "\\"], `['a', "it's", 'say "a"', 'it\\'s "a"', '\\\\']`],
  [["\n\r\t\0\u007f", "é 😀"], "['\\n\\r\\t\\x00\\x7f', 'é 😀']"],
  [["\u00a0\u2028\u{e0001}\ud800"], "['\\xa0\\u2028\\U000e0001\\ud800']"],
])("%j is %s", (value, text) => {
  expect(pythonText(value)).toBe(text);
});
