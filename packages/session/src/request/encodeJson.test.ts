import { expect, test } from "vitest";
import { encodeJson } from "./encodeJson.ts";

test("text as a body holds it; errors call the option by its name", () => {
  expect(encodeJson({ a: [1, undefined], b: undefined })).toBe('{"a":[1,null]}');
  expect(() => encodeJson({ a: 5n })).toThrow(/^json holds a BigInt/);
  expect(() => encodeJson({ a: 5n }, "the third form")).toThrow(/^the third form holds a BigInt/);
});

test("a promise that was not awaited is refused: its JSON would be an empty object", () => {
  expect(() => encodeJson(Promise.resolve({ name: "Ada" }))).toThrow(
    expect.objectContaining({ code: "body", message: "json is a promise.", hint: "Await it first." }),
  );
});
