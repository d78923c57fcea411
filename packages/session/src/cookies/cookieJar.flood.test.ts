import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { CookieJar } from "./cookieJar.ts";

const NOW = Date.UTC(2026, 0, 1);
const keep = ["sessionid", "csrftoken"];

describe("a jar that a server floods", () => {
  test("900 cookies leave the session's own, and a header that servers take", () => {
    const jar = new CookieJar("http://127.0.0.1:8000", { keep });
    jar.store(["sessionid=s", "csrftoken=c"], "/", NOW);
    jar.store(
      Array.from({ length: 900 }, (_, index) => `junk${index}=${"x".repeat(3000)}`),
      "/",
      NOW,
    );
    const header = jar.header("/", NOW) ?? "";
    expect(header.length).toBeLessThanOrEqual(8192);
    expect(header).toMatch(/^sessionid=s; csrftoken=c; junk/);
    expect(jar.snapshot(NOW)).toHaveLength(50);
  });

  test("the session's cookies find room even when they come last", () => {
    const jar = new CookieJar("https://h.test", { keep });
    const sessionid = "s".repeat(1000);
    jar.store(
      Array.from({ length: 900 }, (_, index) => `junk${index}=${"x".repeat(200)}; Path=/a`),
      "/",
      NOW,
    );
    jar.store([`sessionid=${sessionid}; Path=/`], "/", NOW);
    const header = jar.header("/a", NOW) ?? "";
    expect(header.endsWith(`; sessionid=${sessionid}`)).toBe(true);
    expect(header.length).toBeLessThanOrEqual(8192);
    expect(header.length).toBeGreaterThan(7900);
    expect(jar.get("sessionid", "/a", NOW)).toBe(sessionid);
  });

  test("the newest stay, the oldest go", () => {
    const jar = new CookieJar("https://h.test");
    jar.store(
      Array.from({ length: 51 }, (_, index) => `c${index}=x`),
      "/",
      NOW,
    );
    expect(jar.get("c0", "/", NOW)).toBeUndefined();
    expect(jar.get("c1", "/", NOW)).toBe("x");
    expect(jar.get("c50", "/", NOW)).toBe("x");
  });

  test("cookies to keep are bounded too", () => {
    const jar = new CookieJar("https://h.test", { keep });
    jar.store(
      Array.from({ length: 60 }, (_, index) => `sessionid=${index}; Path=/p${index}`),
      "/",
      NOW,
    );
    jar.store(["other=x"], "/", NOW);
    expect(jar.snapshot(NOW).map(({ value }) => value)).toEqual(
      Array.from({ length: 50 }, (_, index) => `${index + 10}`),
    );
  });

  test("a cookie that is too large changes nothing", () => {
    const jar = new CookieJar("https://h.test");
    jar.store(["a=1", `a=${"x".repeat(100_000)}`], "/", NOW);
    expect(jar.header("/", NOW)).toBe("a=1");
  });

  test(
    "whatever comes, the bounds hold, and get agrees with the header",
    () => {
      const name = fc.constantFrom("a", "b", "sessionid", "csrftoken", "__proto__", "__Host-x", "");
      const value = fc.oneof(
        fc.string({ unit: "binary-ascii", maxLength: 20 }),
        fc.integer({ min: 0, max: 5000 }).map((length) => "v".repeat(length)),
      );
      const attribute = fc.constantFrom(
        "",
        "; Path=/",
        "; Path=/x",
        "; Secure",
        "; Max-Age=0",
        "; Max-Age=5",
        "; Domain=h",
      );
      const field = fc.oneof(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc
          .tuple(name, fc.nat(80), value, attribute, attribute)
          .map(([a, n, v, ...rest]) => `${a}${n}=${v}${rest.join("")}`),
        fc.tuple(name, value, attribute).map(([a, v, rest]) => `${a}=${v}${rest}`),
      );
      const exchange = fc.record({
        fields: fc.array(field, { maxLength: 40 }),
        path: fc.constantFrom("/", "/x", "/x/y?q"),
      });
      fc.assert(
        fc.property(fc.array(exchange, { maxLength: 4 }), (exchanges) => {
          const jar = new CookieJar("http://h.localhost", { keep });
          for (const [round, { fields, path }] of exchanges.entries()) {
            const now = NOW + round * 3000;
            jar.store(fields, path, now);
            const header = jar.header(path, now);
            const snapshot = jar.snapshot(now);
            expect(snapshot.length).toBeLessThanOrEqual(50);
            expect(header ?? "").toMatch(/^[\t\x20-\x7e\x80-\xff]{0,8192}$/);
            const first = /^([^=]+)=(.*?)(?:; |$)/s.exec(header ?? "");
            if (first !== null) expect(jar.get(first[1] ?? "", path, now)).toBe(first[2]);
            const copy = new CookieJar("http://h.localhost", { keep });
            copy.restore(JSON.parse(JSON.stringify(snapshot)), now);
            expect(copy.header(path, now)).toBe(header);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
