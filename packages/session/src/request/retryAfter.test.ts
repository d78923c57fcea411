import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { parseRetryAfter } from "./retryAfter.ts";

const NOW = Date.UTC(2026, 0, 1);

describe("parseRetryAfter", () => {
  test.each([
    ["0", 0],
    ["120", 120_000],
    ["007", 7000],
    ["999999999", 999_999_999_000],
    ["1000000000", 999_999_999_000],
    ["99999999999999999999", 999_999_999_000],
    ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
    ["Thu, 01 Jan 2026 00:00:60 GMT", 60_000],
    ["Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 0],
    ["Tue, 29 Feb 2028 00:00:00 GMT", Date.UTC(2028, 1, 29) - NOW],
  ])("%s", (value, expected) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });

  test.each([
    undefined,
    "",
    " ",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x10",
    "Infinity",
    "NaN",
    "60 ",
    "60, 120",
    "60s",
    "\u0661\u0662",
    "tomorrow",
    "2026-01-01T00:01:00Z",
    "Thu, 01 Jan 2026 00:01:00",
    "Thu, 01 Jan 2026 00:01:00 UTC",
    "Thu, 1 Jan 2026 00:01:00 GMT",
    "thu, 01 jan 2026 00:01:00 gmt",
    "Fri, 01 Jan 2026 00:01:00 GMT",
    "Thu, 01 Foo 2026 00:01:00 GMT",
    "Fri, 32 Jan 2026 00:01:00 GMT",
    "Thu, 00 Jan 2026 00:01:00 GMT",
    "Sun, 29 Feb 2026 00:00:00 GMT",
    "Thu, 01 Jan 2026 24:00:00 GMT",
    "Thu, 01 Jan 2026 00:60:00 GMT",
    "Thu, 01 Jan 2026 00:00:61 GMT",
    "Thursday, 01-Jan-26 00:01:00 GMT",
    "Thu Jan  1 00:01:00 2026",
  ])("nothing usable: %j", (value) => {
    expect(parseRetryAfter(value, NOW)).toBeUndefined();
  });

  test(
    "never shorter than asked, never negative, whatever is sent",
    () => {
      const date = fc.date({ min: new Date("1970-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
      fc.assert(
        fc.property(date, fc.string({ unit: "binary" }), (at, junk) => {
          const asked = Math.floor(at.getTime() / 1000) * 1000;
          expect(parseRetryAfter(at.toUTCString(), NOW)).toBe(Math.max(0, asked - NOW));
          expect(parseRetryAfter(junk, NOW) ?? 0).toBeGreaterThanOrEqual(0);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
