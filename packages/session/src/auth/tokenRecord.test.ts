import { describe, expect, test } from "vitest";
import { readTokenRecord, type TokenBinding, tokenRecord } from "./tokenRecord.ts";

describe("the stored record", () => {
  const binding: TokenBinding = { issuer: "https://a.test", clientId: "id", scope: undefined, parameters: {} };
  const token = { accessToken: "T", askedAt: 1000, expiresAt: 61_000 };

  test("is read as it was written", () => {
    const stored: unknown = JSON.parse(JSON.stringify(tokenRecord(binding, token)));
    expect(readTokenRecord(stored, binding)).toEqual({ ...token, bound: true });
  });

  test("both shapes of the Python SDK are read, as nobody's in particular", () => {
    const expected = { accessToken: "T", askedAt: undefined, expiresAt: undefined, bound: false };
    expect(readTokenRecord({ name: "Authorization", value: "Bearer T" }, binding)).toEqual(expected);
    expect(readTokenRecord({ access_token: "T", token_type: "Bearer", expires_at: 5 }, binding)).toEqual(expected);
  });

  test.each([
    ["another issuer's", { ...tokenRecord({ ...binding, issuer: "https://b.test" }, token) }],
    ["another client's", { ...tokenRecord({ ...binding, clientId: "other" }, token) }],
    ["for another scope", { ...tokenRecord({ ...binding, scope: "more" }, token) }],
    ["with other parameters", { ...tokenRecord({ ...binding, parameters: { audience: "x" } }, token) }],
    ["bound to an issuer only", { access_token: "T", token_type: "Bearer", issuer: binding.issuer }],
    ["another header", { name: "Host", value: "Bearer T" }],
    ["another scheme", { name: "Authorization", value: "Basic T" }],
    ["a header with a line break", { name: "Authorization", value: "Bearer T\r\nX: y" }],
    ["another type", { access_token: "T", token_type: "MAC" }],
    ["no type", { access_token: "T" }],
    ["no text", { access_token: ["T"], token_type: "Bearer" }],
    ["empty", {}],
    ["an array", ["T"]],
    ["null", null],
    ["text", "T"],
  ])("a record that is %s is none", (_what, record) => {
    expect(readTokenRecord(record, binding)).toBeUndefined();
  });

  test("the order of parameters does not matter", () => {
    const stored = tokenRecord({ ...binding, parameters: { a: "1", b: "2" } }, token);
    expect(readTokenRecord(stored, { ...binding, parameters: { b: "2", a: "1" } })).toBeDefined();
  });
});
