import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { md5 } from "./md5.ts";

test.each([
  ["", "d41d8cd98f00b204e9800998ecf8427e"],
  ["abc", "900150983cd24fb0d6963f7d28e17f72"],
  ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
])("of %j is what RFC 1321 says", (text, digest) => {
  expect(md5(text)).toBe(digest);
});

test("of any text is the runtime's own", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 200 });
  const property = fc.property(text, (any) => {
    expect(md5(any)).toBe(createHash("md5").update(any).digest("hex"));
  });
  fc.assert(property, { numRuns: 1_000 });
});
