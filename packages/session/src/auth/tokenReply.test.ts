import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatchkeyError } from "../errors/latchkeyError.ts";
import { HeaderFields } from "../message/headerFields.ts";
import type { Reply } from "../message/reply.ts";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { ownHints } from "./tokenHints.ts";
import { readTokenReply } from "./tokenReply.ts";
import type { TokenGrant } from "./tokenRequest.ts";

const ASKER = { cid: "00000000-0000-4000-8000-000000000000", wall: 0 };

const grant: TokenGrant = {
  endpoint: { origin: "https://issuer.test", path: "/token" },
  clientId: "id",
  clientSecret: "canary secret/+%",
  clientAuthentication: "basic",
  scope: undefined,
  parameters: {},
  hints: ownHints,
};

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const flat = Object.entries({ "content-type": "application/json", ...headers }).flat();
  return {
    status,
    headers: HeaderFields.of(flat),
    body: new TextEncoder().encode(text),
    url: "https://issuer.test/token",
  };
}

const good = { access_token: "abc.DEF-1~+/==", token_type: "Bearer", expires_in: 3600 };

describe("the token reply", () => {
  test("a good one is read, whatever the case of its type", () => {
    const read = readTokenReply(reply(200, { ...good, token_type: "bEARER", scope: "a" }), grant, ASKER);
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
    ["408", reply(408, ""), { name: "StatusError", status: 408 }],
    ["425", reply(425, ""), { name: "StatusError", status: 425 }],
    ["429", reply(429, "", { "retry-after": "7" }), { name: "StatusError", status: 429, retryAfter: 7000 }],
    ["500", reply(500, { error: "server_error" }), { name: "StatusError", status: 500 }],
    ["503", reply(503, ""), { name: "StatusError", status: 503 }],
    ["302", reply(302, "", { location: "https://evil.test/" }), { name: "TransportError", code: "redirect" }],
    ["304", reply(304, ""), { name: "TransportError", code: "redirect" }],
  ];

  test.each(failures)("%s is a typed error", (_what, malformed, expected) => {
    expect(() => readTokenReply(malformed, grant, ASKER)).toThrow(
      expect.objectContaining({ ...expected, method: "POST", url: "https://issuer.test/token", cid: ASKER.cid }),
    );
  });

  test.each<[string, Reply, string]>([
    ["302", reply(302, ""), "redirect"],
    ["404", reply(404, ""), "address"],
    ["405", reply(405, "<h1>no</h1>"), "address"],
    ["HTML", reply(200, "<html>", { "content-type": "text/html" }), "address"],
    ["400", reply(400, { error: "invalid_request" }), "client"],
    ["401", reply(401, { error: "invalid_client" }), "client"],
  ])("%s has the hint of whoever chose the options", (_what, malformed, name) => {
    const hints = { redirect: "redirect", address: "address", client: "client" };
    const hint = (hinted: TokenGrant): unknown => {
      try {
        return readTokenReply(malformed, hinted, ASKER);
      } catch (error) {
        return error instanceof LatchkeyError ? error.hint : error;
      }
    };
    expect(hint({ ...grant, hints })).toBe(name);
    expect(hint(grant)).toMatch(/tokenUrl|clientId/);
  });

  test("what the server says is shown on one line, short, and without the secret that it repeats", () => {
    const description = `bad\u001b[31m secret\r\n"${grant.clientSecret}" ${encodeURIComponent(grant.clientSecret)} ${"x".repeat(300)}`;
    const refused = (): unknown =>
      readTokenReply(reply(401, { error: "invalid_client", error_description: description }), grant, ASKER);
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
          expect(readTokenReply(reply(code, value), grant, ASKER).accessToken).toMatch(/^[\w\-.~+/]+=*$/);
        } catch (error) {
          expect(error).toBeInstanceOf(LatchkeyError);
        }
      }),
      FUZZ,
    );
  });
});
