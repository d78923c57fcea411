import { describe, expect, test } from "vitest";
import { parseSetCookie } from "./parseSetCookie.ts";

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 3600 * 1000;
const plain = { name: "a", value: "b", domain: undefined, path: undefined, secure: false, expires: Infinity };

describe("parseSetCookie (RFC 6265bis §5.6)", () => {
  test.each([
    ["a=b", plain],
    ["  a \t=\t b  ", plain],
    ["a=b;", plain],
    ["a=b;;; ;", plain],
    ["a=b; HttpOnly; SameSite=Lax; Partitioned; X=y", plain],
    ["a=", { ...plain, value: "" }],
    ["a=b=c==", { ...plain, value: "b=c==" }],
    ['a="b c"', { ...plain, value: '"b c"' }],
    ["a b=c\td", { ...plain, name: "a b", value: "c\td" }],
    ["a=\xe9", { ...plain, value: "\xe9" }],
    ["__proto__=b", { ...plain, name: "__proto__" }],
    ["a=b; SECURE", { ...plain, secure: true }],
    ["a=b; secure=false", { ...plain, secure: true }],
    ["a=b; path=/x", { ...plain, path: "/x" }],
    ["a=b; Path=/x; Path=/y", { ...plain, path: "/y" }],
    ["a=b; Path=/x; Path=y", plain],
    ["a=b; Path", plain],
    ["a=b; Path=", plain],
    ["a=b; Path = /x y ", { ...plain, path: "/x y" }],
    [`a=b; Path=/${"x".repeat(1024)}`, plain],
    ["a=b; Domain=.Example.COM", { ...plain, domain: "example.com" }],
    ["a=b; Domain=x; Domain=", plain],
    ["a=b; Domain=..x", { ...plain, domain: ".x" }],
    ["a=b; Max-Age=60", { ...plain, expires: NOW + 60_000 }],
    ["a=b; Max-Age=60; Max-Age=x", { ...plain, expires: NOW + 60_000 }],
    ["a=b; Max-Age=+60", plain],
    ["a=b; Max-Age=6e1", plain],
    ["a=b; Max-Age=", plain],
    ["a=b; Max-Age=-", plain],
    ["a=b; Max-Age=0", { ...plain, expires: -Infinity }],
    ["a=b; Max-Age=-1", { ...plain, expires: -Infinity }],
    [`a=b; Max-Age=${"9".repeat(400)}`, { ...plain, expires: NOW + 400 * DAY }],
    ["a=b; Expires=Fri, 02 Jan 2026 00:00:00 GMT", { ...plain, expires: NOW + DAY }],
    ["a=b; Expires=Fri, 02 Jan 2026 00:00:00 GMT; Expires=never", { ...plain, expires: NOW + DAY }],
    ["a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT", { ...plain, expires: 0 }],
    ["a=b; Expires=Fri, 31 Dec 9999 00:00:00 GMT", { ...plain, expires: NOW + 400 * DAY }],
    ["a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", { ...plain, expires: NOW + 60_000 }],
    [`a=${"v".repeat(4095)}`, { ...plain, value: "v".repeat(4095) }],
  ])("%s", (field, expected) => {
    expect(parseSetCookie(field, NOW)).toEqual(expected);
  });

  test.each([
    ["empty", ""],
    ["no name", "=b"],
    ["no name that would pass for another", "=sessionid=x"],
    ["no equals sign", "sessionid"],
    ["an equals sign in an attribute only", "a; Path=/"],
    ["4097 octets", `a=${"v".repeat(4096)}`],
    ["NUL", "a=b\0c"],
    ["line end", "a=b\r\nX: y"],
    ["a control character in an attribute", "a=b; Path=/\x7f"],
    ["what no header can carry", "a=\u20ac"],
  ])("ignored: %s", (_, field) => {
    expect(parseSetCookie(field, NOW)).toBeUndefined();
  });
});
