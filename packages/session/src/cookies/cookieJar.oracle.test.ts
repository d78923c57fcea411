import fc from "fast-check";
import { CookieJar as ToughJar } from "tough-cookie";
import { describe, expect, test } from "vitest";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { parseCookieDate } from "./cookieDate.ts";
import { CookieJar } from "./cookieJar.ts";

/*
 * tough-cookie is the second opinion wherever both should agree. Where they differ on purpose, the cases leave it out:
 * - one origin: tough-cookie takes a Domain as a second cookie of the same name, and knows no ports;
 * - http must not replace a Secure cookie: tough-cookie lets it, so Secure cookies have names of their own here;
 * - __Host- and __Secure- in other cases than their own, public suffixes, lives beyond 400 days, cookies without a name;
 * - bounds: at most 50 cookies of 4096 octets, 8 KiB in a header.
 */
const paths = ["/", "/a", "/a/", "/a/b", "/a/b/c", "/ab", "/b"];
const segment = fc.constantFrom(...paths, "", "a", "/a//b", "//", "/A");

const value = fc.string({ unit: fc.constantFrom("x", "y", "=", '"', " ", ",", "%"), maxLength: 5 });
const lifetime = fc.constantFrom(
  "",
  "; Max-Age=0",
  "; Max-Age=-5",
  "; max-age=3600",
  "; Max-Age=1h",
  "; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
  "; Expires=soon",
  "; Max-Age=3600; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
);
const domain = fc.constantFrom("", "; Domain=evil.test", "; Domain=x.api.example.com", "; Domain=mple.com");
const cookie = fc
  .tuple(
    fc.constantFrom("a", "b", " c ", "s"),
    value,
    fc.option(segment),
    lifetime,
    domain,
    fc.constantFrom("", "; HttpOnly"),
  )
  .map(([name, text, path, life, host, flag]) => {
    const secure = name === "s" ? "; Secure" : "";
    return `${name}=${text}${path === null ? "" : `; Path=${path}`}${life}${host}${flag}${secure}`;
  });
const exchange = fc.record({ at: fc.constantFrom(...paths), set: fc.array(cookie, { maxLength: 6 }) });

describe("the jar and tough-cookie", () => {
  test.each(["https://api.example.com", "http://api.example.com", "http://localhost:8000"])(
    "agree on %s",
    (origin) => {
      fc.assert(
        fc.property(fc.array(exchange, { maxLength: 6 }), (exchanges) => {
          const ours = new CookieJar(origin);
          const theirs = new ToughJar(undefined, { rejectPublicSuffixes: false });
          for (const { at, set } of exchanges) {
            ours.store(set, at, Date.now());
            for (const field of set) {
              theirs.setCookieSync(field, origin + at, { ignoreError: true });
              // tough-cookie forgets what has expired only when asked; until then a cookie set anew takes the old one's place.
              theirs.getCookiesSync(origin, { allPaths: true });
            }
          }
          for (const path of paths) {
            expect(ours.header(path, Date.now()) ?? "").toBe(theirs.getCookieStringSync(origin + path));
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});

describe("cookie dates and tough-cookie's", () => {
  test(
    "agree",
    async () => {
      const { parseDate } = await import("tough-cookie");
      const word = fc.constantFrom(
        "Wed,",
        "09",
        "9",
        "31",
        "Jun",
        "february",
        "2021",
        "21",
        "70",
        "1600",
        "10:18:14",
        "24:00:00",
        "GMT",
      );
      fc.assert(
        fc.property(fc.array(word, { maxLength: 7 }), fc.constantFrom(" ", "-", ";", "\t"), (words, delimiter) => {
          const text = words.join(delimiter);
          expect(parseCookieDate(text)).toBe(parseDate(text)?.getTime());
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
