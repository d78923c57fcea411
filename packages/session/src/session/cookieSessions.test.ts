import { describe, expect, test } from "vitest";
import { type CookieLogin, cookieLogin } from "../auth/cookieLogin.ts";
import type { CookieLoginOptions } from "../auth/cookieLoginOptions.ts";
import type { CredentialRequest } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import { UsageError } from "../errors/usageError.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import type { CannedReply, ScriptedRequest } from "../transports/scripted.ts";

const URL_OF_API = "http://localhost/api/";
const LOGIN: CredentialRequest = { method: "POST", path: "/api/login" };

/** Knows the last session that it opened, and wants its CSRF token with what changes something. */
class CookieServer {
  opened = 0;

  readonly script = ({ method, url, headers }: ScriptedRequest): CannedReply => {
    if (url.endsWith("/login")) {
      this.opened += 1;
      return { headers: { "set-cookie": [`sessionid=S${this.opened}; Path=/`, `csrftoken=C${this.opened}; Path=/`] } };
    }
    const cookie = headers["cookie"] ?? "";
    if (this.opened === 0 || !cookie.includes(`sessionid=S${this.opened}`)) return { status: 401 };
    const mayChange = headers["x-csrftoken"] === `C${this.opened}` && headers["referer"] === URL_OF_API;
    return { status: method === "GET" || mayChange ? 200 : 403 };
  };
}

function login(url: string = URL_OF_API, store?: Store): CookieLogin {
  const csrf = { cookie: "csrftoken", header: "x-csrftoken" };
  const auth: CookieLogin = cookieLogin({
    url,
    cookie: "sessionid",
    csrf,
    renew: (context) => auth.login(LOGIN, context),
    store,
  });
  return auth;
}

describe.each(sessionTwins)("a session that signs in by cookies, $twin", ({ open, make }) => {
  test("sends those of its login, with the CSRF token where something changes", async () => {
    const server = new CookieServer();
    const { session } = open(server.script, { url: URL_OF_API, auth: login() });
    expect((await session.httpGet("things")).status).toBe(200);
    expect((await session.httpPost("things", { json: {} })).status).toBe(200);
    expect(server.opened).toBe(1);
  });

  test("signs in again, once for all calls, when the server has ended its session", async () => {
    const server = new CookieServer();
    const { session } = open(server.script, { url: URL_OF_API, auth: login() });
    await session.httpGet("things");
    server.opened = 7;
    const items = await session.all(["a", "b", "c"]);
    expect(items.map(({ response }) => response?.status)).toEqual([200, 200, 200]);
    expect(server.opened).toBe(8);
  });

  test.each<[number, object]>([
    [401, { name: "AuthenticationError", reason: "rejected", status: 401 }],
    [403, { name: "AuthenticationError", reason: "rejected", status: 403 }],
    [302, { name: "TransportError", code: "redirect" }],
    [429, { name: "StatusError", status: 429, retryAfter: 7_000 }],
    [404, { name: "StatusError", status: 404 }],
  ])("tells that its login was answered with %i, and does not try again with every call", async (status, error) => {
    let logins = 0;
    const script = ({ url }: ScriptedRequest): CannedReply => {
      if (!url.endsWith("/login")) return { status: 401 };
      logins += 1;
      return { status, headers: { "retry-after": "7", location: "/elsewhere", "set-cookie": "sessionid=S; Path=/" } };
    };
    const { session } = open(script, { url: URL_OF_API, auth: login(), retry: false });
    for (let call = 0; call < 10; call += 1) await expect(session.httpGet("things")).rejects.toMatchObject(error);
    expect(logins).toBe(1);
  });

  test("signs in no more for one that is refused late, for a session that has been replaced", async () => {
    const server = new CookieServer();
    const script = (request: ScriptedRequest): CannedReply => {
      const reply = server.script(request);
      return request.url.endsWith("/slow") ? { delay: 5_000, ...reply } : reply;
    };
    const { session } = open(script, { url: URL_OF_API, auth: login() });
    await session.httpGet("things");
    server.opened = 7;
    const items = await session.all(["slow", "quick"]);
    expect(items.map(({ response }) => response?.status)).toEqual([200, 200]);
    expect(server.opened).toBe(8);
  });

  test("a refusal costs the stored session only where the server deletes its cookie: a gateway refuses too", async () => {
    const server = new CookieServer();
    const store = memoryStore();
    const { session: first } = open(server.script, { url: URL_OF_API, auth: login(URL_OF_API, store) });
    await first.httpGet("things");
    const csrf = { cookie: "csrftoken", header: "x-csrftoken" };
    const isKept = async (refusal: CannedReply): Promise<boolean> => {
      // Nobody signs this one in.
      const auth = cookieLogin({ url: URL_OF_API, cookie: "sessionid", csrf, store });
      const { session, transport } = open([refusal, {}], { url: URL_OF_API, auth });
      expect((await session.httpGet("things")).status).toBe(401);
      expect(transport.requests[0]?.headers["cookie"]).toContain("sessionid=S1");
      const again = cookieLogin({ url: URL_OF_API, cookie: "sessionid", csrf, store });
      const { session: next, transport: seen } = open([{}], { url: URL_OF_API, auth: again });
      await next.httpGet("things");
      return seen.requests[0]?.headers["cookie"] !== undefined;
    };
    expect(await isKept({ status: 401, text: "<html>sign in</html>" })).toBe(true);
    expect(await isKept({ status: 401, headers: { "set-cookie": "sessionid=; Path=/; Max-Age=0" } })).toBe(false);
  });

  test.each([
    ["localhost/api", /^url must be an absolute http or https URL/],
    ["", /^url is missing/],
    [undefined, /^url is missing/],
  ])("says what is wrong with the address %o", (url, message) => {
    const csrf = { cookie: "csrftoken", header: "x-csrftoken" };
    // JavaScript may leave it out.
    expect(() => cookieLogin({ url: url as string, cookie: "sessionid", csrf })).toThrow(
      expect.objectContaining({ name: "UsageError", code: "option", message: expect.stringMatching(message) }),
    );
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ cookie: undefined }, /^cookie is missing/],
    [{ csrf: undefined }, /^csrf is missing/],
    [{ csrf: { cookie: "csrftoken" } }, /^csrf\.header is missing/],
    [{ csrf: { cookie: "csrftoken", header: "X-CSRFToken" } }, /^csrf\.header must be a header in lower case/],
    [{ store: new Map() }, /^store must be a store/],
    [{ storeKey: "mine" }, /^storeKey does nothing without a store/],
    [{ renew: true }, /^renew must be a function/],
    [{ cokie: "sessionid" }, /^There is no option "cokie"/],
  ])("refuses %o, when it is made", (wrong, message) => {
    const right = { url: URL_OF_API, cookie: "sessionid", csrf: { cookie: "csrftoken", header: "x-csrftoken" } };
    // As JavaScript may pass it.
    const options = { ...right, ...wrong } as unknown as CookieLoginOptions;
    expect(() => cookieLogin(options)).toThrow(
      expect.objectContaining({ name: "UsageError", code: "option", message: expect.stringMatching(message) }),
    );
  });

  test("refuses cookies of another origin", () => {
    expect(() => make({ url: URL_OF_API, auth: login("http://localhost:8080/api/") })).toThrow(UsageError);
    expect(() => make({ url: URL_OF_API, auth: login("http://localhost/elsewhere/") })).not.toThrow();
  });
});
