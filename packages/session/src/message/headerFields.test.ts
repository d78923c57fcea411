import { inspect } from "node:util";
import { expect, test } from "vitest";
import { packFields } from "../transports/exchange/packFields.ts";
import { HeaderFields } from "./headerFields.ts";

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

test.each<[string, (lines: readonly string[]) => HeaderFields]>([
  ["a list", (lines) => HeaderFields.of(lines)],
  ["bytes", (lines) => packFields(lines.map(latin1))],
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
  const fields = made(lines);
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
  expect(fields.packed.text).toBe(lines.join(""));
});

test("fields show no value to whoever prints them: some are secret", () => {
  expect(inspect(HeaderFields.of(["set-cookie", "sessionid=s3cret"]), { depth: null })).not.toContain("s3cret");
});

test("there may be no fields at all", () => {
  expect([...packFields([]).entries()]).toEqual([]);
  expect(new HeaderFields().get("etag")).toBeUndefined();
});
