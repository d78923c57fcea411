import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { clientCredentials } from "../auth/clientCredentials.ts";
import { cookieLogin } from "../auth/cookieLogin.ts";
import { anonymous } from "../auth/fixedCredential.ts";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import type { SessionOptions } from "./sessionOptions.ts";

const url = "https://api.example.com";

/** Options as JavaScript may pass them. */
function loose(options: Record<string, unknown>): SessionOptions {
  // What these tests are about is what the compiler would have refused.
  return options as object as SessionOptions;
}

describe.each(sessionTwins)("a $twin session", ({ open }) => {
  test("does not close a transport that it was given", async () => {
    const { session, transport } = open(() => ({}));
    const closed = vi.spyOn(transport, "close");
    await session.close();
    expect(closed).not.toHaveBeenCalled();
  });
});

describe.each(sessionTwins)("the store of a strategy, in the $twin session", ({ twin, make }) => {
  const remote: Store = { ...memoryStore(), name: "remote", blocking: false };
  const tokens = { tokenUrl: `${url}/token`, clientId: "id", clientSecret: "secret" };
  const cookies = { url: `${url}/`, cookie: "sessionid", csrf: { cookie: "csrftoken", header: "x-csrftoken" } };

  test.each<[string, (store: Store) => AuthStrategy]>([
    ["clientCredentials", (store) => clientCredentials({ ...tokens, store })],
    ["cookieLogin", (store) => cookieLogin({ ...cookies, store })],
    ["a strategy of one's own", (store) => ({ ...anonymous(), name: "mine", store })],
  ])("may answer with promises where they can be waited for: %s", (_what, auth) => {
    expect(() => make({ url, auth: auth(memoryStore()) })).not.toThrow();
    const open = (): unknown => make({ url, auth: auth(remote) });
    if (twin === "async") expect(open).not.toThrow();
    else expect(open).toThrow(/"remote" answers with promises/);
  });

  test("is not shown", () => {
    const store: Store = { ...memoryStore(), name: "canary" };
    const strategies = [clientCredentials({ ...tokens, store }), cookieLogin({ ...cookies, store })];
    expect(inspect(strategies, { depth: null, showHidden: true }) + JSON.stringify(strategies)).not.toContain("canary");
  });
});

describe.each(sessionTwins)("bad input to the $twin session", ({ make, open }) => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no url", {}, /url is missing/],
    ["a relative url", { url: "api/" }, /url must be an absolute http or https URL/],
    ["another scheme", { url: "ftp://example.com" }, /url must be an absolute http or https URL/],
    ["a password in the url", { url: "https://u:S3CR3T@example.com" }, /url must not hold a user name or password/],
    ["plain http to another machine", { url: "http://example.com" }, /url must be https/],
    ["a negative time-out", { url, timeout: -1 }, /timeout must be a number from 1/],
    ["a time-out that is no number", { url, timeout: Number.NaN }, /timeout must be a number/],
    ["a typo", { url, timout: 5 }, /Did you mean "timeout"\?/],
    ["a typo further in", { url, limits: { maxConections: 5 } }, /Did you mean "limits.maxConnections"\?/],
    ["a cid that is no UUID", { url, cid: "me\r\nX-Evil: 1" }, /cid must be a UUID/],
    ["a header with a line break", { url, headers: { "x-a": "S3CR3T\r\nx-b: 2" } }, /headers: "x-a" cannot be set/],
    ["a header that is not the caller's", { url, headers: { Host: "evil" } }, /headers: "Host" cannot be set/],
    ["an auth strategy that is none", { url, auth: "S3CR3T" }, /auth must be an auth strategy/],
    ["half a client certificate", { url, tls: { cert: "-----BEGIN S3CR3T" } }, /tls.cert and tls.key/],
    [
      "the path of a certificate",
      { url, tls: { ca: "/etc/ssl/S3CR3T.pem" } },
      /tls\.ca must be PEM text or bytes.*not its path/,
    ],
    ["a key without its frame", { url, tls: { key: new TextEncoder().encode("S3CR3T") } }, /tls\.key must be PEM/],
    ["a proxy that is none", { url, proxy: "S3CR3T" }, /proxy must be the address/],
    ["a proxy with a bare % in its password", { url, proxy: "http://me:S3CR3T%@proxy.example" }, /proxy has a %/],
    ["a transport that is none", { url, transport: {} }, /transport must be a transport/],
    ["fractions of a connection", { url, maxConcurrency: 1.5 }, /maxConcurrency must be a whole number/],
  ])("%s", (_what, options, message) => {
    let error: unknown;
    try {
      make(loose(options));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: "UsageError", code: "option" });
    expect(String(error)).toMatch(message);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("S3CR3T");
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    ["another origin", "https://evil.example/x", {}, "endpoint"],
    ["a way out of the base path", "../admin", {}, "endpoint"],
    ["a line break", "things\r\nX-Evil: 1", {}, "endpoint"],
    ["a typo in an option", "things", { parms: {} }, "option"],
    ["JSON together with files", "things", { json: {}, files: {} }, "body"],
    ["a body that cannot be encoded", "things", { json: 10n }, "body"],
    ["a time-out of zero", "things", { timeout: 0 }, "option"],
    ["a signal that is none", "things", { signal: {} }, "option"],
    ["a correlation id of its own", "things", { headers: { "X-Correlation-Id": "x" } }, "option"],
  ])("%s is refused before anything is sent", async (_what, endpoint, options, code) => {
    const { session, transport } = open(() => ({}));
    const error = await failureOf(session.httpPost(endpoint, options));
    expect(error).toMatchObject({ name: "UsageError", code });
    expect(transport.requests).toHaveLength(0);
  });

  test("a signal that is none is refused for a batch too", async () => {
    const { session, transport } = open(() => ({}));
    // As JavaScript may pass it.
    const error = await failureOf(session.all(["things"], { signal: 5 as never }));
    expect(error).toMatchObject({ name: "UsageError", code: "option", message: expect.stringContaining("signal") });
    expect(transport.requests).toHaveLength(0);
  });

  test.each(["get", "GE T", "CONNECT", ""])("the method %j is refused before anything is sent", async (method) => {
    const { session, transport } = open(() => ({}));
    const error = await failureOf(session.sendRequest(method, "things"));
    expect(error).toMatchObject({ name: "UsageError", code: "option", sent: false });
    expect(String(error)).toContain(`not "${method}".`);
    expect(transport.requests).toHaveLength(0);
  });

  test("what lies on Object.prototype is no option", async () => {
    const { session, transport } = open(() => ({}));
    Object.assign(Object.prototype, { headers: { "x-evil": "1" } });
    try {
      await session.httpGet("things", {});
    } finally {
      Reflect.deleteProperty(Object.prototype, "headers");
    }
    expect(transport.requests[0]?.headers["x-evil"]).toBeUndefined();
  });
});
