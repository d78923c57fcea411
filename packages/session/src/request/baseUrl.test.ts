import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { UsageError } from "../errors/usageError.ts";
import { type BaseUrl, parseBaseUrl } from "./baseUrl.ts";

function refusal(url: unknown, allowInsecureHttp = false): UsageError {
  try {
    parseBaseUrl(url, { allowInsecureHttp });
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`${String(url)} was accepted`);
}

describe("parseBaseUrl", () => {
  test.each([
    ["http://localhost:8000", "http://localhost:8000", "/"],
    ["http://localhost:8000/", "http://localhost:8000", "/"],
    ["https://API.Example.com:443//v1///x//", "https://api.example.com", "/v1/x/"],
    ["https://h.test/a%20b/é", "https://h.test", "/a%20b/%C3%A9/"],
    ["https://h.test/a/../b", "https://h.test", "/b/"],
    ["http://127.0.0.1:80", "http://127.0.0.1", "/"],
    ["http://127.255.0.9", "http://127.255.0.9", "/"],
    ["http://[::1]:8000/api", "http://[::1]:8000", "/api/"],
    ["http://keystone.localhost", "http://keystone.localhost", "/"],
    ["http://localhost.", "http://localhost.", "/"],
    [new URL("https://h.test/x"), "https://h.test", "/x/"],
  ])("%s", (url, origin, path) => {
    expect(parseBaseUrl(url, { allowInsecureHttp: false })).toEqual({ origin, path, href: origin + path });
  });

  test("parsing it again changes nothing", () => {
    const once: BaseUrl = parseBaseUrl("https://h.test//a//b", { allowInsecureHttp: false });
    expect(parseBaseUrl(once.href, { allowInsecureHttp: false })).toEqual(once);
  });

  test.each([
    [undefined, /^url is missing\.$/],
    [null, /is missing/],
    ["", /is missing/],
    [8000, /must be a string or a URL/],
    ["localhost:8000", /absolute http or https URL, not "localhost:8000"/],
    ["/api", /absolute/],
    ["api.example.com", /absolute/],
    ["ftp://h.test", /absolute/],
    ["file:///etc/passwd", /absolute/],
    ["unix:/run/x.sock", /absolute/],
    ["javascript:alert(1)", /absolute/],
    ["http:localhost", /absolute/],
    ["http:/localhost", /absolute/],
    ["http:///localhost", /absolute/],
    ["https://", /absolute/],
    ["https://h.test:99999", /absolute/],
    ["https:\\\\h.test", /absolute/],
    ["https://h.test\\x", /absolute/],
    [" https://h.test", /absolute/],
    ["https://h.test\n", /absolute/],
    ["https://h\t.test", /absolute/],
    ["https://h.test/\0", /absolute/],
    ["https://h.test?a=S3CR3T", /query or a fragment/],
    ["https://h.test#S3CR3T", /query or a fragment/],
    ["https://u:S3CR3T@h.test", /user name or password/],
    ["https://u:S3/CR3T@h.test", /user name or password/],
    ["https://u:S3CR3T@h.test:99999", /user name or password/],
    ["https://@h.test", /user name or password/],
    ["u:S3CR3T@h.test", /user name or password/],
    ["ftp://u:S3CR3T@h.test", /user name or password/],
    ["http://h.test", /must be https/],
    ["http://10.0.0.1", /must be https/],
    ["http://127.evil.test", /must be https/],
    ["http://localhost.evil.test", /must be https/],
    ["http://notlocalhost", /must be https/],
    ["http://[::ffff:127.0.0.1]", /must be https/],
  ])("refuses %j", (url, message) => {
    const error = refusal(url);
    expect(error.code).toBe("option");
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/S3|CR3T/);
    expect(JSON.stringify(error)).not.toMatch(/S3|CR3T/);
  });

  test("a path may hold an @", () => {
    expect(parseBaseUrl("https://h.test/@me", { allowInsecureHttp: false }).path).toBe("/@me/");
  });

  test("http to another machine is for those who ask for it", () => {
    expect(refusal("http://h.test").hint).toContain("allowInsecureHttp: true");
    expect(parseBaseUrl("http://h.test", { allowInsecureHttp: true }).origin).toBe("http://h.test");
    expect(refusal("ftp://h.test", true).message).toContain("absolute");
  });

  test("errors call the option by its name", () => {
    expect(() => parseBaseUrl("x", { allowInsecureHttp: false, option: "apiUrl" })).toThrow(/^apiUrl must be/);
  });
});
