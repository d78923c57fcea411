import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../errors/usageError.ts";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { parseBaseUrl } from "./baseUrl.ts";
import type { Params } from "./encodeParams.ts";
import { endpoint } from "./endpoint.ts";
import { Endpoints } from "./endpoints.ts";
import { climbs, resolveEndpoint } from "./resolveEndpoint.ts";

const base = parseBaseUrl("http://localhost:8000/api", { allowInsecureHttp: false });
const root = parseBaseUrl("https://h.test", { allowInsecureHttp: false });

describe("Endpoints", () => {
  test("spell each endpoint once, and forget rather than grow", () => {
    const spelled: string[] = [];
    const endpoints = new Endpoints(base, (given) => {
      spelled.push(given);
      return `${given}/`;
    });
    const found = { path: "/api/a/?x=1", endpoint: "a/" };
    expect(endpoints.find("a", { x: 1 })).toEqual(found);
    expect(endpoints.find("a", { x: 1 })).toEqual(found);
    expect(endpoints.find("a")).toEqual({ path: "/api/a/", endpoint: "a/" });
    expect(spelled).toEqual(["a"]);
    for (let index = 0; index < 256; index += 1) endpoints.find(`b${index}`);
    endpoints.find("a");
    expect(spelled.filter((given) => given === "a")).toHaveLength(2);
  });
});

describe("resolveEndpoint", () => {
  test.each<[string, string, Params?]>([
    ["", "/api/"],
    ["/", "/api/"],
    ["users/users/", "/api/users/users/"],
    ["/users/users", "/api/users/users"],
    ["users//x", "/api/users//x"],
    ["api/x", "/api/api/x"],
    ["users?_limit=5", "/api/users?_limit=5"],
    ["users?", "/api/users"],
    ["?a=1", "/api/?a=1"],
    ["users?a=1&b=%20&c=x+y", "/api/users?a=1&b=%20&c=x+y"],
    ["users?a=1", "/api/users?a=1&b=2&b=3", { b: [2, 3] }],
    ["users", "/api/users?q=a%26limit%3D9%23", { q: "a&limit=9#" }],
    ["users", "/api/users", {}],
    ["users?next=http://x/../y", "/api/users?next=http://x/../y"],
    ["users?q=a b/é[]", "/api/users?q=a%20b/%C3%A9%5B%5D"],
    ["a b/é/\u{1f600}", "/api/a%20b/%C3%A9/%F0%9F%98%80"],
    ["\u212a\u017f", "/api/%E2%84%AA%C5%BF"],
    ["a%20b%2Fc%2e", "/api/a%20b%2Fc%2e"],
    ["100%/50%2/%zz", "/api/100%25/50%252/%25zz"],
    ["a%2f..b%2f.c;d", "/api/a%2f..b%2f.c;d"],
    [".../..x/x../.x", "/api/.../..x/x../.x"],
    ["/a:b/c:d", "/api/a:b/c:d"],
    ["x/http://evil.test/", "/api/x/http://evil.test/"],
    ["@evil.test/", "/api/@evil.test/"],
    [" x", "/api/%20x"],
    ["http://localhost:8000/api/x/?_offset=5", "/api/x/?_offset=5"],
    ["HTTP://LocalHost:8000/api/x", "/api/x"],
    ["http://localhost:8000/api", "/api/"],
    ["http://localhost:8000/api?x=1", "/api/?x=1&y=2", { y: 2 }],
  ])("%j → %s", (given, expected, params) => {
    expect(new Endpoints(base).find(given, params).path).toBe(expected);
  });

  test("an absolute URL may spell out the default port", () => {
    expect(resolveEndpoint(root, "https://h.test:443/x")).toBe("/x");
    expect(resolveEndpoint(root, "https://h.test")).toBe("/");
  });

  test.each([
    "//evil.test/x",
    "///evil.test/x",
    "\\\\evil.test",
    "/\\evil.test",
    "a\\..\\b",
    "\thttp://evil.test",
    "\0//evil.test",
    "\x7f",
    "\x85",
    "a\u2028b",
    "a\u2029b",
    "a\ud800b",
    "users\r\nX: y",
    "../x",
    "/..",
    ".",
    "a/./b",
    "a/..",
    "a/../b?x",
    "%2e%2e/x",
    "%2E./x",
    ".%2e",
    "%2e/x",
    "a/%2E%2e/",
    "..%2fx",
    "users/..%2F..%2fadmin/x",
    "a%5c..%5cb",
    "..;/x",
    "a/..;b=1/x",
    "%2e%2e%3bx/y",
    "x#y",
    "#",
    "x?a#b",
    "http://evil.test/api/x",
    "https://localhost:8000/api/x",
    "http://localhost/api/x",
    "http://localhost:8000.evil.test/api/x",
    "http://localhost:8000@evil.test/api/x",
    "http://u:p@localhost:8000/api/x",
    "http://localhost:8000/apix",
    "http://localhost:8000/",
    "http://localhost:8000/api/../x",
    "http://localhost:8000/api//x",
    "http:api/x",
    "http:/localhost:8000/api/x",
    "http://localhost:8000\\api/x",
    "file:///etc/passwd",
    "data:text/plain,x",
    "blob:http://localhost:8000/x",
    "unix:/x",
    "javascript:x",
    "a:b",
  ])("refuses %j", (given) => {
    expect(() => resolveEndpoint(base, given)).toThrow(
      expect.objectContaining({ name: "UsageError", code: "endpoint" }),
    );
  });

  test("a first segment with a colon is told how to be written", () => {
    expect(() => resolveEndpoint(base, "urn:x")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('needs a "/" before it') }),
    );
  });

  test("errors show no secret of the endpoint", () => {
    for (const given of ["http://u:S3CR3T@evil.test/", "../x?token=S3CR3T", "//u:S3CR3T@h/", "x#S3CR3T"]) {
      expect(() => resolveEndpoint(base, given)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("S3CR3T") }),
      );
    }
  });

  test("only text is an endpoint", () => {
    // What a caller without types may pass.
    const url: unknown = new URL("http://localhost:8000/api/x");
    expect(() => resolveEndpoint(base, url as string)).toThrow(/must be a string/);
  });

  const piece = fc.constantFrom(
    ..."/ \\ . .. %2e %2E %2f %5c : @ ? # % & = ; a é \t \n \0 \u2028 \ud800 http: https:// // localhost:8000 evil.test /api/ api ~ [ ]".split(
      " ",
    ),
    " ",
  );
  const hostile = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    fc.array(piece, { maxLength: 6 }).map((pieces) => `http://localhost:8000/api/${pieces.join("")}`),
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.webUrl({ withQueryParameters: true }),
  );

  test(
    "no endpoint leaves the base",
    () => {
      fc.assert(
        fc.property(hostile, fc.constantFrom(base, root), (given, under) => {
          let path: string;
          try {
            path = new Endpoints(under).find(given, { q: given }).path;
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
            return;
          }
          expect(path.startsWith(under.path)).toBe(true);
          expect(path).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
          const seen = new URL(under.origin + path);
          expect(seen.origin).toBe(under.origin);
          // A parser finds nothing to remove or to climb: what is sent is what a server sees.
          expect(seen.pathname).toBe(path.split("?")[0]);
          expect(new URL(path, under.origin).href).toBe(seen.href);
          expect(seen.hash).toBe("");
          expect(seen.searchParams.getAll("q").at(-1)).toBe(new URLSearchParams({ q: given }).get("q"));
        }),
        { numRuns: FUZZ.numRuns * 10 },
      );
    },
    FUZZ_TIMEOUT,
  );

  test(
    "a value of the endpoint tag arrives as one segment",
    () => {
      fc.assert(
        fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), (value) => {
          if (climbs(encodeURIComponent(value))) return;
          const path = resolveEndpoint(base, endpoint`cameras/${value}/images`);
          expect(path.split("/").slice(0, 3)).toEqual(["", "api", "cameras"]);
          expect(path.split("/").slice(4)).toEqual(["images"]);
          expect(decodeURIComponent(path.split("/")[3] ?? "")).toBe(value);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
