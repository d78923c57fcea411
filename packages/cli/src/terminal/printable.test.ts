import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printable, printableJson, printableText } from "./printable.ts";
import { fitText, padText, textWidth } from "./textWidth.ts";

describe("printable", () => {
  test.each([
    ["plain", "plain"],
    ["Zürich 東京 🚗", "Zürich 東京 🚗"],
    ["\u001b[31mred", String.raw`\x1b[31mred`],
    ["\u001b]0;title\u0007", String.raw`\x1b]0;title\x07`],
    ["a\r\nb\tc", String.raw`a\r\nb\tc`],
    ["\u009b2J", String.raw`\x9b2J`],
    ["\u007f", String.raw`\x7f`],
    ["user\u202efdp.exe", String.raw`user\u202efdp.exe`],
    ["\u2066\u2069\u200f\u2028", String.raw`\u2066\u2069\u200f\u2028`],
  ])("shows %j as %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("keeps lines and tabs of text, and nothing else that moves", () => {
    expect(printableText("a\r\n\tb\rc\n")).toBe("a\n\tb\\rc\n");
  });

  test("leaves JSON what it means", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, text) => {
        const json = printableJson(JSON.stringify([value, text], null, 2));
        expect(json).not.toMatch(/(?![\n])[\p{Cc}\p{Bidi_Control}]/u);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text])));
      }),
    );
  });
});

describe("textWidth", () => {
  test.each([
    ["", 0],
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["東京", 4],
    ["🚗", 2],
    ["👩‍🚀", 2],
    ["ｆｕｌｌ", 8],
  ])("of %j is %d", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test("is never more than what a text was fitted to, and padding fills it exactly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        const fitted = fitText(printable(text), width);
        expect(textWidth(fitted)).toBeLessThanOrEqual(width);
        expect(textWidth(padText(fitted, width))).toBe(width);
      }),
    );
  });
});
