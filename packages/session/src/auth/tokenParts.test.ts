import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatchkeyError } from "../errors/latchkeyError.ts";
import { HeaderFields } from "../message/headerFields.ts";
import type { Reply } from "../message/reply.ts";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { CoolDown } from "./coolDown.ts";
import { renewalMargin, tokenLifetime } from "./tokenLifetime.ts";
import { readTokenRecord, type TokenBinding, tokenRecord } from "./tokenRecord.ts";
import { readTokenReply } from "./tokenReply.ts";
import { type TokenGrant, tokenEndpoint, tokenRequest } from "./tokenRequest.ts";

const grant: TokenGrant = {
  endpoint: { origin: "https://issuer.test", path: "/token" },
  clientId: "id",
  clientSecret: "canary secret/+%",
  clientAuthentication: "basic",
  scope: undefined,
  parameters: {},
};

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const flat = Object.entries({ "content-type": "application/json", ...headers }).flat();
  return { status, headers: new HeaderFields(flat), body: new TextEncoder().encode(text), url: "https://issuer.test/token" };
}

const good = { access_token: "abc.DEF-1~+/==", token_type: "Bearer", expires_in: 3600 };

test.each([
  [3600, 3_600_000],
  ["3600", 3_600_000],
  [1, 1000],
  [0.001, 1000],
  [1e308, 365 * 86_400_000],
  ["999999999999999", 365 * 86_400_000],
  [Infinity, 365 * 86_400_000],
  [undefined, undefined],
  [null, undefined],
  [0, undefined],
  ["0", undefined],
  [-1, undefined],
  ["-1", undefined],
  ["1e3", undefined],
  ["soon", undefined],
  [Number.NaN, undefined],
  [true, undefined],
  [[3600], undefined],
])("expires_in %j is a life of %j ms", (expiresIn, expected) => {
  expect(tokenLifetime(expiresIn)).toBe(expected);
});

test.each([
  [3_600_000, 60_000],
  [600_000, 60_000],
  [100_000, 10_000],
  [1000, 100],
])("a life of %j ms is renewed %j ms before its end", (lifetime, margin) => {
  expect(renewalMargin(lifetime)).toBe(margin);
});

describe("the token request", () => {
  const bodyOf = (request: ReturnType<typeof tokenRequest>): string =>
    request.body?.kind === "bytes" ? new TextDecoder().decode(request.body.bytes) : "";

  test("basic: id and secret are form-encoded before they are joined", () => {
    const request = tokenRequest({ ...grant, clientId: "a:b", clientSecret: "s e:c%+ü" });
    const header = request.headers?.["authorization"] ?? "";
    expect(atob(header.replace("Basic ", ""))).toBe("a%3Ab:s+e%3Ac%25%2B%C3%BC");
    expect(bodyOf(request)).toBe("grant_type=client_credentials");
  });

  test("post: both are in the body, and nowhere else", () => {
    const request = tokenRequest({ ...grant, clientAuthentication: "post", scope: "a b", parameters: { audience: "x&y" } });
    expect(bodyOf(request)).toBe(
      "grant_type=client_credentials&scope=a+b&audience=x%26y&client_id=id&client_secret=canary+secret%2F%2B%25",
    );
    expect(Object.keys(request.headers ?? {})).toEqual(["accept", "content-type"]);
    expect(request.path).toBe("/token");
  });

  test.each([
    ["https://issuer.test:8443/a/token?x=1", "https://issuer.test:8443", "/a/token?x=1"],
    ["http://127.0.0.1:80/token", "http://127.0.0.1", "/token"],
    ["http://[::1]:8080/token", "http://[::1]:8080", "/token"],
    ["http://localhost/token", "http://localhost", "/token"],
  ])("%s is an endpoint", (url, origin, path) => {
    expect(tokenEndpoint(url)).toEqual({ origin, path });
  });

  test.each([
    ["http://issuer.test/token", "AuthenticationError"],
    ["http://127.0.0.1.evil.test/token", "AuthenticationError"],
    ["http://localhost.evil.test/token", "AuthenticationError"],
    ["https://user:canary@issuer.test/token", "UsageError"],
    ["https://issuer.test/token#part", "UsageError"],
    ["ftp://issuer.test/token", "UsageError"],
    ["/token", "UsageError"],
    ["", "UsageError"],
  ])("%s is none", (url, name) => {
    expect(() => tokenEndpoint(url)).toThrow(expect.objectContaining({ name }));
    expect(() => tokenEndpoint(url)).not.toThrow(/canary/);
  });
});

describe("the token reply", () => {
  test("a good one is read, whatever the case of its type", () => {
    const read = readTokenReply(reply(200, { ...good, token_type: "bEARER", scope: "a" }), grant, 0);
    expect(read).toEqual({ accessToken: good.access_token, lifetime: 3_600_000, scope: "a" });
  });

  const failures: readonly (readonly [string, Reply, Readonly<Record<string, unknown>>])[] = [
    ["an empty body", reply(200, ""), { name: "DecodeError" }],
    ["an array", reply(200, [good]), { name: "DecodeError" }],
    ["null", reply(200, "null"), { name: "DecodeError" }],
    ["half of it", reply(200, JSON.stringify(good).slice(0, 30)), { name: "DecodeError" }],
    ["HTML", reply(200, "<html>", { "content-type": "text/html" }), { name: "DecodeError" }],
    ["JSON that says it is text", reply(200, good, { "content-type": "text/plain" }), { name: "DecodeError" }],
    ["no token", reply(200, { ...good, access_token: undefined }), { name: "DecodeError" }],
    ["an empty token", reply(200, { ...good, access_token: "" }), { name: "DecodeError" }],
    ["an object for a token", reply(200, { ...good, access_token: {} }), { name: "DecodeError" }],
    ["a number for a token", reply(200, { ...good, access_token: 1 }), { name: "DecodeError" }],
    ["a line break in the token", reply(200, { ...good, access_token: "a\r\nHost: b" }), { name: "DecodeError" }],
    ["a blank in the token", reply(200, { ...good, access_token: "a b" }), { name: "DecodeError" }],
    ["a token of 1 MB", reply(200, { ...good, access_token: "a".repeat(1 << 20) }), { name: "DecodeError" }],
    ["another type", reply(200, { ...good, token_type: "MAC" }), { name: "DecodeError" }],
    ["no type", reply(200, { ...good, token_type: undefined }), { name: "DecodeError" }],
    ["a type that is a number", reply(200, { ...good, token_type: 1 }), { name: "DecodeError" }],
    ["204", reply(204, ""), { name: "DecodeError", status: 204 }],
    ["201 with a token", reply(201, good), { name: "DecodeError", status: 201 }],
    ["200 with an error", reply(200, { ...good, error: "invalid_client" }), { reason: "rejected" }],
    ["400", reply(400, { error: "invalid_request" }), { reason: "rejected", status: 400 }],
    ["401", reply(401, { error: "invalid_client" }), { reason: "rejected", status: 401 }],
    ["401 of HTML", reply(401, "<h1>no</h1>"), { reason: "rejected", status: 401 }],
    ["404", reply(404, ""), { reason: "rejected", status: 404 }],
    ["429", reply(429, "", { "retry-after": "7" }), { name: "StatusError", status: 429, retryAfter: 7000 }],
    ["500", reply(500, { error: "server_error" }), { name: "StatusError", status: 500 }],
    ["503", reply(503, ""), { name: "StatusError", status: 503 }],
    ["302", reply(302, "", { location: "https://evil.test/" }), { name: "TransportError", code: "redirect" }],
    ["304", reply(304, ""), { name: "TransportError", code: "redirect" }],
  ];

  test.each(failures)("%s is a typed error", (_what, malformed, expected) => {
    expect(() => readTokenReply(malformed, grant, 0)).toThrow(expect.objectContaining(expected));
  });

  test("what the server says is shown on one line, short, and without the secret that it repeats", () => {
    const description = `bad\u001b[31m secret\r\n"${grant.clientSecret}" ${encodeURIComponent(grant.clientSecret)} ${"x".repeat(300)}`;
    const refused = (): unknown => readTokenReply(reply(401, { error: "invalid_client", error_description: description }), grant, 0);
    expect(refused).toThrow(/invalid_client: bad \[31m secret "…" … x{100,200}…$/);
    expect(refused).not.toThrow(/canary/);
  });

  test("any answer is a token or an error of this library", { timeout: FUZZ_TIMEOUT }, () => {
    const member = fc.oneof(fc.string(), fc.jsonValue(), fc.constant("Bearer"), fc.constant("abc"));
    const body = fc.record(
      { access_token: member, token_type: member, expires_in: member, error: member, scope: member },
      { requiredKeys: [] },
    );
    const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
    fc.assert(
      fc.property(status, fc.oneof(body, fc.jsonValue(), fc.string()), (code, value) => {
        try {
          expect(readTokenReply(reply(code, value), grant, 0).accessToken).toMatch(/^[\w\-.~+/]+=*$/);
        } catch (error) {
          expect(error).toBeInstanceOf(LatchkeyError);
        }
      }),
      FUZZ,
    );
  });
});

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

describe("the cool-down", () => {
  test("doubles its pause with each strike, after those that are free", () => {
    const coolDown = new CoolDown(2);
    const pauses: number[] = [];
    let now = 0;
    for (let strike = 0; strike < 10; strike += 1) {
      coolDown.strike(now);
      const from = now;
      while (!coolDown.over(now)) now += 500;
      pauses.push(now - from);
    }
    expect(pauses).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  test("forgets after a success, or a quiet time", () => {
    const coolDown = new CoolDown(0);
    coolDown.strike(0);
    coolDown.calm();
    expect(coolDown.over(0)).toBe(true);
    coolDown.strike(0);
    coolDown.strike(1000);
    coolDown.strike(20_000);
    expect([coolDown.over(20_999), coolDown.over(21_000)]).toEqual([false, true]);
  });

  test("lasts at least as long as asked, and never longer than a minute", () => {
    const coolDown = new CoolDown(0);
    coolDown.strike(0, 30_000);
    expect([coolDown.over(29_999), coolDown.over(30_000)]).toEqual([false, true]);
    coolDown.calm();
    coolDown.strike(0, 3_600_000);
    expect(coolDown.over(60_000)).toBe(true);
  });
});
