import { describe, expect, test } from "vitest";
import { Scrubber } from "./scrubber.ts";

describe("a scrubber", () => {
  test.each([
    ["authorization", "Bearer abc.def", "Bearer scrubbed"],
    ["Authorization", "Token 0123456789", "Token scrubbed"],
    ["proxy-authorization", "Basic dTpw", "Basic scrubbed"],
    ["cookie", "sessionid=s3cr3t; csrftoken=t", "sessionid=scrubbed; csrftoken=scrubbed"],
    ["set-cookie", "sessionid=s; HttpOnly; Path=/", "sessionid=scrubbed; HttpOnly; Path=/"],
    ["set-cookie", 'sessionid=""; Max-Age=0', 'sessionid=""; Max-Age=0'],
    ["x-csrftoken", "abc", "scrubbed"],
    ["x-api-key", "abc", "scrubbed"],
    ["x-keystone-cid", "8f0d", "8f0d"],
    ["content-type", "application/json", "application/json"],
  ])("header %s: %s", (name, value, clean) => {
    expect(new Scrubber([]).header(name, value)).toBe(clean);
  });

  test.each([
    ['{"username":"ada","password":"pw"}', '{"username":"ada","password":"scrubbed"}'],
    [
      '{"access_token":"a","token_type":"bearer","expires_in":60}',
      '{"access_token":"scrubbed","token_type":"bearer","expires_in":60}',
    ],
    ['{"deep":[{"client_secret":"a"}]}', '{"deep":[{"client_secret":"scrubbed"}]}'],
    ['{ "as": "written" }', '{ "as": "written" }'],
    ["no JSON", "no JSON"],
  ])("JSON %s", (text, clean) => {
    expect(new Scrubber([]).json(text)).toBe(clean);
  });

  test("forms and addresses", () => {
    const scrubber = new Scrubber([]);
    expect(scrubber.form("grant_type=client_credentials&client_secret=s%20s")).toBe(
      "grant_type=client_credentials&client_secret=scrubbed",
    );
    expect(scrubber.url("http://a/b?token=x&q=1")).toBe("http://a/b?token=scrubbed&q=1");
    expect(scrubber.url("http://a/b")).toBe("http://a/b");
  });

  test("what was learnt in one place is found in every other, however it is spelled", () => {
    const scrubber = new Scrubber(["named"]);
    const before = { early: 'the value is long "secret"' };
    scrubber.json(JSON.stringify({ password: 'long "secret"' }));
    expect(scrubber.again(before)).toEqual({ early: "the value is scrubbed" });
    expect(scrubber.text(`named, long%20%22secret%22, {"a":"long \\"secret\\""}`)).toBe(
      'scrubbed, scrubbed, {"a":"scrubbed"}',
    );
  });
});
