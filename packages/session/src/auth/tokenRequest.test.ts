import { describe, expect, test } from "vitest";
import { ownHints } from "./tokenHints.ts";
import { type TokenGrant, tokenEndpoint, tokenRequest } from "./tokenRequest.ts";

const grant: TokenGrant = {
  endpoint: { origin: "https://issuer.test", path: "/token" },
  clientId: "id",
  clientSecret: "canary secret/+%",
  clientAuthentication: "basic",
  scope: undefined,
  parameters: {},
  hints: ownHints,
};

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
    const request = tokenRequest({
      ...grant,
      clientAuthentication: "post",
      scope: "a b",
      parameters: { audience: "x&y" },
    });
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
