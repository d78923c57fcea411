import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { parseCookieDate } from "./cookieDate.ts";

const JUNE = "2021-06-09T10:18:14.000Z";

describe("parseCookieDate (RFC 6265bis §5.1.1)", () => {
  test.each([
    ["Wed, 09 Jun 2021 10:18:14 GMT", JUNE],
    ["Wed, 09-Jun-2021 10:18:14 GMT", JUNE],
    ["Wed, 09 Jun 21 10:18:14 GMT", JUNE],
    ["Wednesday, 09-Jun-21 10:18:14 GMT", JUNE],
    ["Wed Jun  9 10:18:14 2021", JUNE],
    ["2021 jun 9 10:18:14", JUNE],
    ["10:18:14 9 JUNE 2021", JUNE],
    ["9 Junebug 2021 10:18:14", JUNE],
    ["9th Jun 2021x 10:18:14z", JUNE],
    ["09 Jun 2021 10:18:14 +0200", JUNE],
    ["09 Jun 2021 10:18:14 10 Jul 2022 11:11:11", JUNE],
    ["\t09;Jun\t2021@10:18:14", JUNE],
    ["1 Jan 1970 0:0:0", "1970-01-01T00:00:00.000Z"],
    ["1 Jan 70 00:00:00", "1970-01-01T00:00:00.000Z"],
    ["1 Jan 69 00:00:00", "2069-01-01T00:00:00.000Z"],
    ["1 Jan 99 00:00:00", "1999-01-01T00:00:00.000Z"],
    ["31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59.000Z"],
    ["1 Jan 1601 00:00:00", "1601-01-01T00:00:00.000Z"],
    ["29 Feb 2024 00:00:00", "2024-02-29T00:00:00.000Z"],
  ])("%s", (text, expected) => {
    expect(new Date(parseCookieDate(text) ?? NaN).toISOString()).toBe(expected);
  });

  test.each([
    "",
    "tomorrow",
    "Wed, 09 Jun 2021",
    "09 Jun 10:18:14",
    "09 2021 10:18:14",
    "Jun 2021 10:18:14",
    "00 Jun 2021 10:18:14",
    "32 Jan 2021 10:18:14",
    "31 Jun 2021 10:18:14",
    "29 Feb 2023 10:18:14",
    "09 Jun 1600 10:18:14",
    "09 Jun 20210 10:18:14",
    "09 Jun 2021 24:00:00",
    "09 Jun 2021 10:60:00",
    "09 Jun 2021 10:18:60",
    "09 Jun 2021 10:18",
    "09 Jun 2021 10:18:140",
    "09 Juni2021 10:18:14",
    "1623233894",
  ])("no date: %s", (text) => {
    expect(parseCookieDate(text)).toBeUndefined();
  });

  test(
    "reads back whatever a server writes",
    () => {
      const date = fc.date({ min: new Date("1601-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
      fc.assert(
        fc.property(date, (value) => {
          expect(parseCookieDate(value.toUTCString())).toBe(Math.floor(value.getTime() / 1000) * 1000);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
