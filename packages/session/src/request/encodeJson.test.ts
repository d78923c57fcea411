import { runInNewContext } from "node:vm";
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

class Empty {
  readonly #hidden = 1;
  get shown(): number {
    return this.#hidden;
  }
}

test.each<[what: string, value: unknown]>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["an invalid Date", new Date("yesterday")],
  ["a Map", new Map([["S3CR3T", 1]])],
  ["a Set", new Set(["S3CR3T"])],
  ["a Promise", Promise.resolve("S3CR3T")],
  ["an Error", new Error("S3CR3T")],
  ["a RegExp", /S3CR3T/],
  ["an ArrayBuffer", new ArrayBuffer(8)],
  ["a Uint8Array", new Uint8Array([1])],
  ["a Uint8Array", new Uint8Array()],
  ["a Blob", new Blob(["S3CR3T"])],
  ["an Object", new Empty()],
])("%s is refused wherever it is: its JSON would say something else", (what, value) => {
  for (const json of [[value], { a: value }, { a: [{ b: null }, { S3CR3T: value }] }]) {
    const error = expect.objectContaining({
      code: "body",
      message: `json holds ${what}, which JSON has no form for.`,
      hint: expect.not.stringContaining("S3CR3T"),
    });
    expect(() => encodeJson(json)).toThrow(error);
  }
});

test.each<[json: unknown, text: string]>([
  [null, "null"],
  [{}, "{}"],
  [[], "[]"],
  [{ a: null, b: {}, c: [[], {}], d: "null {}" }, '{"a":null,"b":{},"c":[[],{}],"d":"null {}"}'],
  [{ 0: "a", b: undefined }, '{"0":"a"}'],
  [[undefined, () => 1], "[null,null]"],
  [{ a: () => 1, b: Symbol("b"), c: undefined }, "{}"],
  [Object.create(null), "{}"],
  [runInNewContext("({ a: {}, b: null })"), '{"a":{},"b":null}'],
  [{ a: new Date(0), b: null }, '{"a":"1970-01-01T00:00:00.000Z","b":null}'],
  [{ a: { toJSON: () => null, b: Number.NaN } }, '{"a":null}'],
  [Object.assign(new Empty(), { a: null }), '{"a":null}'],
  [[Object(""), Object(5), Object(true), null], '["",5,true,null]'],
])("what is meant to be null or empty is: %j", (json, text) => {
  expect(encodeJson(json)).toBe(text);
});

test("a long list and a deep object are looked through", () => {
  const deep = Array.from({ length: 1_000 }).reduce<unknown>((inner) => ({ inner }), { value: Number.NaN });
  expect(() => encodeJson(deep)).toThrow(/^json holds NaN/);
  expect(() => encodeJson([...Array(200_000).fill(null), Number.NaN])).toThrow(/^json holds NaN/);
  expect(encodeJson(Array(200_000).fill(null))).toHaveLength(1_000_001);
});
