import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { CookieJar } from "./cookieJar.ts";

const NOW = Date.UTC(2026, 0, 1);
const HTTPS = "https://api.example.com";
const HTTP = "http://api.example.com";
const LOOPBACK = "http://127.0.0.1:8000";

interface Vector {
  readonly title: string;
  readonly origin?: string;
  /** Path of the request that was answered with the cookies. */
  readonly at?: string;
  readonly set: readonly string[];
  readonly to?: string;
  readonly later?: number;
  readonly header: string | undefined;
}

const vectors: readonly Vector[] = [
  { title: "a plain cookie", set: ["a=b"], header: "a=b" },
  { title: "an empty value", set: ["a="], header: "a=" },
  { title: "the order of creation", set: ["b=1", "a=2"], header: "b=1; a=2" },
  { title: "a cookie set again keeps its place", set: ["a=1", "b=2", "a=3"], header: "a=3; b=2" },
  { title: "names differ by case", set: ["a=1", "A=2"], header: "a=1; A=2" },
  { title: "longer paths first", set: ["a=1; Path=/", "b=2; Path=/x"], to: "/x", header: "b=2; a=1" },
  { title: "one name at two paths", set: ["a=1; Path=/", "a=2; Path=/x"], to: "/x/y", header: "a=2; a=1" },
  { title: "the path itself", set: ["a=1; Path=/api"], to: "/api", header: "a=1" },
  { title: "below the path", set: ["a=1; Path=/api"], to: "/api/x", header: "a=1" },
  { title: "a path that only begins alike", set: ["a=1; Path=/api"], to: "/apievil", header: undefined },
  { title: "a path with a slash at its end", set: ["a=1; Path=/api/"], to: "/api", header: undefined },
  { title: "the query is no path", set: ["a=1; Path=/api"], to: "/api?x=/y", header: "a=1" },
  { title: "a query with slashes", at: "/a?b/c/d", set: ["a=1"], to: "/x", header: "a=1" },
  { title: "the default path", at: "/users/login/", set: ["a=1"], to: "/users/login", header: "a=1" },
  { title: "outside the default path", at: "/users/login/", set: ["a=1"], to: "/users/", header: undefined },
  { title: "a path that is none", at: "/users/login", set: ["a=1; Path=api"], to: "/users/x", header: "a=1" },
  { title: "Domain is the host", set: ["a=1; Domain=api.example.com"], header: "a=1" },
  { title: "Domain covers the host", set: ["a=1; Domain=.example.com"], header: "a=1" },
  { title: "Domain is another host", set: ["a=1; Domain=evil.com"], header: undefined },
  { title: "Domain is below the host", set: ["a=1; Domain=x.api.example.com"], header: undefined },
  {
    title: "Domain only ends alike",
    origin: "https://badexample.com",
    set: ["a=1; Domain=example.com"],
    header: undefined,
  },
  { title: "Domain of an address", origin: LOOPBACK, set: ["a=1; Domain=127.0.0.1"], header: "a=1" },
  { title: "Domain that is part of an address", origin: LOOPBACK, set: ["a=1; Domain=0.0.1"], header: undefined },
  { title: "Domain makes no second cookie", set: ["a=1", "a=2; Domain=example.com"], header: "a=2" },
  { title: "Secure over https", set: ["a=1; Secure"], header: "a=1" },
  { title: "Secure over http", origin: HTTP, set: ["a=1; Secure"], header: undefined },
  { title: "Secure over http to this machine", origin: LOOPBACK, set: ["a=1; Secure"], header: "a=1" },
  { title: "Secure to localhost by name", origin: "http://localhost:8000", set: ["a=1; Secure"], header: "a=1" },
  { title: "http must not replace Secure", origin: LOOPBACK, set: ["a=1; Secure", "a=2"], header: "a=1" },
  { title: "http must not delete Secure", origin: LOOPBACK, set: ["a=1; Secure", "a=; Max-Age=0"], header: "a=1" },
  {
    title: "http must not hide Secure below",
    origin: LOOPBACK,
    set: ["a=1; Secure; Path=/", "a=2; Path=/x"],
    to: "/x",
    header: "a=1",
  },
  {
    title: "http may set the same name beside Secure",
    origin: LOOPBACK,
    set: ["a=1; Secure; Path=/x", "a=2; Path=/"],
    to: "/x",
    header: "a=1; a=2",
  },
  { title: "https may replace Secure", set: ["a=1; Secure", "a=2"], header: "a=2" },
  { title: "__Secure- with Secure", set: ["__Secure-a=1; Secure"], header: "__Secure-a=1" },
  { title: "__Secure- without", set: ["__Secure-a=1"], header: undefined },
  { title: "__Secure- in any case", set: ["__SECURE-a=1"], header: undefined },
  { title: "__Host- as it must be", set: ["__Host-a=1; Secure; Path=/"], header: "__Host-a=1" },
  { title: "__Host- without Secure", set: ["__Host-a=1; Path=/"], header: undefined },
  { title: "__Host- without a path", set: ["__Host-a=1; Secure"], header: undefined },
  { title: "__Host- with another path", set: ["__Host-a=1; Secure; Path=/x"], to: "/x", header: undefined },
  { title: "__Host- with a domain", set: ["__host-a=1; Secure; Path=/; Domain=api.example.com"], header: undefined },
  { title: "before Max-Age", set: ["a=1; Max-Age=60"], later: 59_999, header: "a=1" },
  { title: "after Max-Age", set: ["a=1; Max-Age=60"], later: 60_000, header: undefined },
  {
    title: "Max-Age wins over Expires",
    set: ["a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
    header: "a=1",
  },
  { title: "deletion by Max-Age", set: ["a=1", "b=2", "a=; Max-Age=0"], header: "b=2" },
  { title: "deletion by Expires", set: ["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], header: undefined },
  { title: "deletion of another path", set: ["a=1; Path=/", "a=; Path=/x; Max-Age=0"], header: "a=1" },
  { title: "control characters", set: ["a=1\x01", "b=2"], header: "b=2" },
  { title: "__proto__", set: ["__proto__=1; Domain=__proto__", "__proto__=2"], header: "__proto__=2" },
];

describe("CookieJar", () => {
  test.each(vectors)("$title", ({ origin = HTTPS, at = "/", set, to = "/", later = 0, header }) => {
    const jar = new CookieJar(origin);
    jar.store(set, at, NOW);
    expect(jar.header(to, NOW + later)).toBe(header);
  });

  test("what was cached gives way to every change", () => {
    const jar = new CookieJar(HTTPS);
    expect(jar.header("/", NOW)).toBeUndefined();
    jar.store(["a=1; Max-Age=60; Path=/", "b=2; Path=/", "c=3; Path=/x"], "/", NOW);
    expect(jar.header("/", NOW)).toBe("a=1; b=2");
    expect(jar.header("/x", NOW)).toBe("c=3; a=1; b=2");
    expect(jar.header("/?x", NOW)).toBe("a=1; b=2");
    expect(jar.header("/", NOW + 60_000)).toBe("b=2");
    jar.store(["b=4"], "/", NOW);
    expect(jar.header("/", NOW)).toBe("b=4");
    jar.delete("b");
    expect(jar.header("/x", NOW)).toBe("c=3");
    jar.clear();
    expect(jar.header("/x", NOW)).toBeUndefined();
  });

  test("get gives the value that is sent first", () => {
    const jar = new CookieJar(HTTPS);
    jar.store(["csrftoken=root; Path=/", "csrftoken=deep; Path=/x; Max-Age=60"], "/", NOW);
    expect(jar.get("csrftoken", "/", NOW)).toBe("root");
    expect(jar.get("csrftoken", "/x/y?z", NOW)).toBe("deep");
    expect(jar.get("csrftoken", "/x/y", NOW + 60_000)).toBe("root");
    expect(jar.get("sessionid", "/", NOW)).toBeUndefined();
  });

  test.each([
    ['its Domain is "other.example", which api.example.com does not belong to', "a=1; Domain=other.example", HTTPS],
    ['its Domain is "\\u009b31m", which api.example.com does not belong to', "a=1; Domain=\u009b31m", HTTPS],
    ['its Path is "/other", which "/x" is not below', "a=1; Path=/other", HTTPS],
    ['its Path is "/login", which "/x" is not below', "a=1", HTTPS],
    ["it is Secure, and url is not https", "a=1; Path=/; Secure", HTTP],
    ["it lacks what its prefix asks for", "__Host-a=1; Path=/", HTTPS],
    ["it has expired", "a=1; Path=/; Max-Age=0", HTTPS],
    ["it is too long, or has characters that no cookie may have", `a=${"x".repeat(4096)}; Path=/`, HTTPS],
    [undefined, "ab=1; Path=/other", HTTPS],
  ])("says of a cookie that is not sent: %s", (why, field, origin) => {
    const jar = new CookieJar(origin);
    jar.store([field], "/login/", NOW);
    expect(jar.header("/x", NOW)).toBeUndefined();
    const name = field.startsWith("_") ? "__Host-a" : "a";
    expect(jar.whyNotSent(name, [field], { from: "/login/", to: "/x" }, NOW)).toBe(why);
  });

  test("delete forgets a name at every path", () => {
    const jar = new CookieJar(HTTPS);
    jar.store(["a=1; Path=/", "a=2; Path=/x", "b=3; Path=/"], "/", NOW);
    jar.delete("a");
    expect(jar.header("/x", NOW)).toBe("b=3");
  });

  test("values show neither in inspect nor in JSON", () => {
    const jar = new CookieJar(HTTPS);
    jar.store(["sessionid=S3CR3T"], "/", NOW);
    jar.header("/", NOW);
    expect(inspect(jar, { depth: null, showHidden: true })).not.toContain("S3CR3T");
    expect(JSON.stringify(jar)).toBe("{}");
  });

  test("a snapshot restores the same cookies, in the same order", () => {
    const jar = new CookieJar(HTTPS);
    jar.store(["b=1; Path=/; Max-Age=60", "__Host-a=2; Path=/; Secure", "gone=3; Max-Age=1"], "/", NOW);
    const snapshot = jar.snapshot(NOW + 1000);
    expect(snapshot).toEqual([
      { name: "b", value: "1", path: "/", secure: false, expires: NOW + 60_000 },
      { name: "__Host-a", value: "2", path: "/", secure: true, expires: null },
    ]);
    const other = new CookieJar(HTTPS);
    other.store(["old=1"], "/", NOW);
    other.restore(JSON.parse(JSON.stringify(snapshot)), NOW);
    expect(other.header("/", NOW)).toBe("b=1; __Host-a=2");
    expect(other.header("/", NOW + 60_000)).toBe("__Host-a=2");
  });

  test("a snapshot from https gives an http origin no Secure cookie", () => {
    const jar = new CookieJar(HTTPS);
    jar.store(["a=1; Secure", "b=2"], "/", NOW);
    const http = new CookieJar(HTTP);
    http.restore(jar.snapshot(NOW), NOW);
    expect(http.header("/", NOW)).toBe("b=2");
  });

  const good = { name: "a", value: "b", path: "/", secure: false, expires: null };
  test.each([
    ["null", null],
    ["text", "a=b"],
    ["inherited properties", Object.create(good)],
    ["no value", { ...good, value: undefined }],
    ["a number as value", { ...good, value: 1 }],
    ["no name", { ...good, name: "" }],
    ["a name with an equals sign", { ...good, name: "a=b" }],
    ["a value with a second cookie", { ...good, value: "b; sessionid=x" }],
    ["a value with a line end", { ...good, value: "b\r\nX: y" }],
    ["4097 octets", { ...good, value: "b".repeat(4096) }],
    ["a relative path", { ...good, path: "x" }],
    ["no path", { ...good, path: undefined }],
    ["secure as text", { ...good, secure: "false" }],
    ["expires as text", { ...good, expires: "2030" }],
    ["expires NaN", { ...good, expires: NaN }],
    ["expired", { ...good, expires: NOW }],
    ["a prefix that it breaks", { ...good, name: "__Host-a" }],
  ])("restore leaves out a record with %s", (_, record) => {
    const jar = new CookieJar(HTTPS);
    jar.restore([record, good], NOW);
    expect(jar.header("/", NOW)).toBe("a=b");
    jar.restore([record], NOW);
    expect(jar.header("/", NOW)).toBeUndefined();
  });

  test("restoring what is no list empties the jar", () => {
    const jar = new CookieJar(HTTPS);
    for (const records of [undefined, null, {}, "[]", JSON.parse('{"__proto__":[]}')]) {
      jar.store(["a=1"], "/", NOW);
      jar.restore(records, NOW);
      expect(jar.header("/", NOW)).toBeUndefined();
    }
  });
});
