import { expect, test } from "vitest";
import { HeaderFields } from "./headerFields.ts";

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

test.each<[string, (text: string) => string | Uint8Array]>([
  ["text", (text) => text],
  ["bytes", latin1],
])("fields are found by name, without case, whether they came as %s", (_, made) => {
  const long = "é".repeat(10_000);
  const lines = [
    "ETAG",
    '"1"',
    "Set-Cookie",
    "a=1",
    "X-[Z]",
    "café",
    "set-cookie",
    "b=2",
    "X-Long",
    long,
    "X-None",
    "",
    "X-Spaced",
    "a b \t ",
    "X-Spaces",
    " ",
  ];
  const fields = new HeaderFields(lines.map(made));
  expect(fields.get("etag")).toBe('"1"');
  expect(fields.getAll("set-cookie")).toEqual(["a=1", "b=2"]);
  expect(fields.get("x-[z]")).toBe("café");
  // Only letters have another case: these differ by the same bit.
  expect(fields.get("x-{z}")).toBeUndefined();
  expect(fields.get("x-long")).toBe(long);
  expect(fields.get("x-none")).toBe("");
  // Space at the end is none of the value.
  expect(fields.get("x-spaced")).toBe("a b");
  expect(fields.getAll("x-spaces")).toEqual([""]);
  expect([...fields.entries()].slice(-2)).toEqual([
    ["x-spaced", "a b"],
    ["x-spaces", ""],
  ]);
  expect(fields.get("etam")).toBeUndefined();
  expect(fields.toFlat()).toEqual(lines);
});
