import { inspect } from "node:util";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { scriptedTransport } from "@latchkey/session/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
import { KeystoneClient } from "./keystoneClient.ts";
import { failureOf, keystoneTwins } from "./testbed/keystoneTwins.ts";

let box: KeystoneBox;

beforeAll(async () => {
  // In a thread of its own: a blocking client holds this one.
  box = await startKeystone({ throttle: false, thread: true });
});

beforeEach(() => box.clearFaults());

afterAll(() => box.close());

const admin = { username: "admin", password: "quickstart" } as const;

describe.each(keystoneTwins)("the $twin Keystone client", ({ twin, open }) => {
  test("logs in, knows who it is, works, and logs out", async () => {
    const client = open({ url: box.url });
    expect(await client.isAuthenticated()).toBe(false);
    expect(await client.whoami()).toBeNull();
    expect(await client.login(admin)).toMatchObject({ username: "admin", is_staff: true });
    expect(await client.isAuthenticated()).toBe(true);

    const name = `Twins ${twin}`;
    const created = (await client.httpPost("users/teams", { json: { name } })).raiseForStatus().json();
    expect(created).toMatchObject({ name, is_active: true });
    const { id } = created;
    expect((await client.httpPatch(`/users/teams/${id}/`, { json: { is_active: false } })).status).toBe(200);
    expect((await client.httpPut(`users/teams/${id}`, { json: {} })).raiseForStatus().json()).toMatchObject({
      is_active: true,
    });
    const listed = await client.httpGet("users/teams", { params: { name__contains: twin } });
    expect(listed.raiseForStatus().json()).toMatchObject({ count: 1, results: [{ id, name }] });
    expect((await client.httpDelete(`users/teams/${id}`)).status).toBe(204);
    expect((await client.httpGet(`users/teams/${id}`)).status).toBe(404);

    await client.logout();
    expect(await client.isAuthenticated()).toBe(false);
    await client.logout();
    await client.close();
  });

  test("sends its session, its CSRF token, its Referer and one correlation id by itself, over pooled connections", async () => {
    const before = (await box.requests()).length;
    const client = open({ url: box.url });
    await client.login(admin);
    await client.sendRequest("POST", "users/teams", { json: {} });
    await client.httpGet("users/teams");
    const requests = (await box.requests()).slice(before);
    expect(requests).toMatchObject([
      { path: "/authentication/login/", cookies: [], csrf: false },
      { path: "/users/teams/", cookies: ["csrftoken", "sessionid"], csrf: true, headers: { referer: `${box.url}/` } },
      { path: "/users/teams/", cookies: ["csrftoken", "sessionid"], csrf: true },
    ]);
    expect(new Set(requests.map((request) => request.headers["x-keystone-cid"]))).toEqual(new Set([client.cid]));
    expect(new Set(requests.map((request) => request.connection)).size).toBe(1);
    await client.close();
  });

  test("tells a wrong password from a server that is not well", async () => {
    const client = open({ url: box.url, retry: false });
    expect(await failureOf(client.login({ username: "admin", password: "hunter2-4711" }))).toMatchObject({
      name: "AuthenticationError",
      reason: "rejected",
      status: 400,
      cid: client.cid,
      method: "POST",
    });
    await box.fault({ kind: "status", status: 503 });
    expect(await failureOf(client.login(admin))).toMatchObject({ name: "StatusError", status: 503 });
    const html = { "content-type": "text/html" };
    await box.fault({ kind: "status", status: 400, headers: html, body: "<h1>Bad Request</h1>" });
    expect(await failureOf(client.login(admin))).toMatchObject({ name: "StatusError", status: 400 });
    expect(await failureOf(client.login({ username: "a\0", password: "hunter2-4711" }))).toMatchObject({
      name: "AuthenticationError",
      reason: "rejected",
      message: "The server did not take the login: username: Null characters are not allowed.",
    });
    await box.fault({ kind: "status", status: 429, headers: { "Retry-After": "60" } });
    expect(await failureOf(client.login(admin))).toMatchObject({
      name: "StatusError",
      status: 429,
      retryAfter: 60_000,
    });
    await box.fault({ kind: "drop" });
    expect(await failureOf(client.login(admin))).toMatchObject({ name: "TransportError", code: "reset", sent: true });
    expect(await failureOf(client.login({ username: "admin", password: "" }))).toMatchObject({ reason: "missing" });
    const misplaced = { username: "admin", password: "quickstart", timeout: 1 };
    expect(await failureOf(client.login(misplaced))).toMatchObject({
      name: "UsageError",
      message: "login: timeout is no credential.",
    });
    await client.close();
  });

  test.each([
    ["Domain=keystone.example.org; Path=/", 'its Domain is "keystone.example.org"'],
    ["Path=/other", 'its Path is "/other"'],
  ])("says why it cannot use a session cookie with %s", async (attributes, why) => {
    const client = open({ url: box.url });
    const cookie = `sessionid=canary-4711; ${attributes}`;
    await box.fault({ kind: "status", status: 200, headers: { "set-cookie": cookie }, body: {} });
    const error = await failureOf(client.login(admin));
    expect(error).toMatchObject({ name: "AuthenticationError", reason: "missing", status: 200 });
    expect(error).toMatchObject({ message: expect.stringContaining(why), hint: expect.stringContaining("Set url to") });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
    await client.close();
  });

  test("a failed login leaves the session as it was; a second login replaces it", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    await failureOf(client.login({ username: "admin", password: "wrong" }));
    expect(await client.isAuthenticated()).toBe(true);
    await client.login(admin);
    expect((await client.sendRequest("POST", "users/teams", { json: {} })).status).toBe(400);
    await client.close();
  });

  test("whoami is null for 401 only: a server that cannot be asked is an error", async () => {
    const client = open({ url: box.url, retry: false });
    await client.login(admin);
    await box.fault({ kind: "status", status: 401 });
    expect(await client.whoami()).toBeNull();
    await box.fault({ kind: "status", status: 403 });
    expect(await failureOf(client.whoami())).toMatchObject({ name: "StatusError", status: 403 });
    await box.fault({
      kind: "status",
      status: 500,
      headers: { "content-type": "text/html" },
      body: "<h1>Server Error</h1>",
    });
    expect(await failureOf(client.isAuthenticated())).toMatchObject({ name: "StatusError", status: 500 });
    await box.fault({ kind: "drop" });
    expect(await failureOf(client.whoami())).toMatchObject({ name: "TransportError" });
    await client.close();
  });

  test("logout forgets the cookies even when the server cannot be told", async () => {
    const client = open({ url: box.url, retry: false });
    await client.login(admin);
    await box.fault({ kind: "status", status: 500 });
    expect(await failureOf(client.logout())).toMatchObject({ name: "StatusError", status: 500 });
    expect(await client.isAuthenticated()).toBe(false);
    await client.close();
  });

  test("a service signs in with its token, which never goes anywhere else", async () => {
    const token = await box.createToken("admin");
    const client = open({ url: box.url, token });
    expect(await client.whoami()).toMatchObject({ username: "admin" });
    expect((await client.sendRequest("POST", "users/teams", { json: {} })).status).toBe(400);
    expect(await failureOf(client.login(admin))).toMatchObject({ name: "UsageError", code: "option" });
    expect(await failureOf(client.logout())).toMatchObject({ name: "UsageError", code: "option" });
    expect(await failureOf(client.httpGet("http://localhost:1/users"))).toMatchObject({ code: "endpoint" });
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(token);
    await client.close();
    const wrong = open({ url: box.url, token: "0".repeat(40) });
    expect((await wrong.httpGet("users/teams")).problem).toEqual({ detail: "Invalid token." });
    await wrong.close();
  });

  test("uploads a file together with fields; JSON together with files says how", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const team = (await client.httpPost("users/teams", { json: { name: `Uploads ${twin}` } })).raiseForStatus().json();
    const request = await client.httpPost("allocations/requests", {
      json: { title: "t", description: "d", submitter: 1, team: team.id },
    });
    const { id } = request.raiseForStatus().json();
    const content = new Blob(["%PDF-1.4 é"], { type: "application/pdf" });
    const uploaded = await client.httpPost("allocations/attachments", {
      form: { request: id, name: "Report" },
      files: { file: { content, filename: "report 1.pdf" } },
    });
    expect(uploaded.raiseForStatus().json()).toMatchObject({ name: "Report", request: id });
    const refused = await client.httpPost("allocations/attachments", {
      form: { request: id },
      files: { file: { content: "PK", filename: "a.zip" } },
    });
    expect(refused).toMatchObject({ status: 400, problem: { file: ["File type 'application/zip' is not allowed."] } });
    const options: object = { json: { request: id }, files: { file: content } };
    const mixed = await failureOf(client.sendRequest("POST", "allocations/attachments", options));
    expect(mixed).toMatchObject({ code: "body", hint: expect.stringContaining("form") });
    await client.close();
  });

  test("50 requests of one batch are all under way before the first is answered", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    await box.fault({ kind: "hold", until: 50, match: { path: "/users/teams/" } });
    const items = await client.all(Array.from({ length: 50 }, () => "users/teams"));
    expect(items.map((item) => item.response?.status)).toEqual(Array.from({ length: 50 }, () => 200));
    await client.close();
  });

  test("works after its server restarted its connections, and after its session expired", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    await box.fault({ kind: "drop" });
    expect((await client.httpGet("users/teams")).attempts).toBe(2);
    await box.advance(15 * 24 * 3_600_000);
    expect(await client.whoami()).toBeNull();
    expect(await client.login(admin)).toMatchObject({ username: "admin" });
    await client.close();
  });

  test("every later call on a closed client is a UsageError", async () => {
    const client = open({ url: box.url });
    await client.close();
    for (const call of [client.login(admin), client.whoami(), client.httpGet("version"), client.logout()]) {
      expect(await failureOf(call)).toMatchObject({ name: "UsageError", code: "closed" });
    }
  });

  test.each<[string, object, RegExp]>([
    ["auth, which is the client's own", { auth: {} }, /no option "auth"/],
    ["a token with a line break", { token: "canary-4711\n" }, /^token must be one word of visible ASCII(?!.*canary)/],
    ["a token of two words", { token: "canary 4711" }, /^token must be one word of visible ASCII(?!.*canary)/],
    ["an empty token", { token: "" }, /^token must be one word of visible ASCII/],
    ["a token that is no text", { token: 4711 }, /^token must be one word of visible ASCII(?!.*4711)/],
    ["a typo", { tokn: "x" }, /Did you mean "token"\?/],
    ["the Python name of the url", { base_url: "x" }, /no option "base_url"/],
  ])("%s is refused", (_what, options, message) => {
    // JavaScript passes anything: the options are checked at run time too.
    expect(() => open({ url: box.url, ...options })).toThrow(message);
  });
});

describe.each(keystoneTwins)("what the $twin Keystone client sends", ({ open }) => {
  const user = { id: 1, username: "ada" };
  const cookies = ["sessionid=s; Path=/", "csrftoken=c; Path=/"];

  test("stays under a base URL with a sub-path, whatever the slashes", async () => {
    const transport = scriptedTransport(() => ({ json: {} }));
    const client = open({ url: "http://localhost/hpc//api", transport });
    for (const spelled of ["users/teams", "/users/teams", "users//teams/", "http://localhost/hpc/api/users/teams"]) {
      await client.httpGet(spelled);
    }
    expect(new Set(transport.requests.map((request) => request.url))).toEqual(
      new Set(["http://localhost/hpc/api/users/teams/"]),
    );
    expect(client.url).toBe("http://localhost/hpc/api/");
  });

  test("a login that is refused for its CSRF token is tried once more, from clean cookies", async () => {
    const refusal = { status: 403, json: { detail: "CSRF Failed: CSRF cookie not set." } };
    const transport = scriptedTransport([refusal, { json: user, headers: { "set-cookie": cookies } }, { json: {} }]);
    const client = open({ url: "http://localhost", transport });
    expect(await client.login({ username: "ada", password: "p" })).toEqual(user);
    const [, again] = transport.requests;
    expect(again?.headers["cookie"]).toBe(`csrftoken=${again?.headers["x-csrftoken"]}`);
    await client.sendRequest("POST", "users/teams", { json: {} });
    expect(transport.requests[2]?.headers).toMatchObject({ cookie: "csrftoken=c; sessionid=s", "x-csrftoken": "c" });

    const named = { ...refusal, headers: { "set-cookie": "csrftoken=theirs; Path=/" } };
    const naming = scriptedTransport([named, { json: user, headers: { "set-cookie": cookies } }]);
    await open({ url: "http://localhost", transport: naming }).login({ username: "ada", password: "p" });
    expect(naming.requests[1]?.headers).toMatchObject({ cookie: "csrftoken=theirs", "x-csrftoken": "theirs" });

    const stubborn = scriptedTransport(() => refusal);
    const refused = open({ url: "http://localhost", transport: stubborn });
    expect(await failureOf(refused.login({ username: "ada", password: "p" }))).toMatchObject({ status: 403 });
    expect(stubborn.requests).toHaveLength(2);
  });

  test("a password is never sent on to where a redirect points", async () => {
    const transport = scriptedTransport(() => ({ status: 307, headers: { location: "http://localhost:9/evil" } }));
    const client = open({ url: "http://localhost", transport, followRedirects: true });
    const error = await failureOf(client.login({ username: "ada", password: "hunter2-4711" }));
    expect(error).toMatchObject({ name: "TransportError", code: "redirect" });
    expect(transport.requests).toHaveLength(1);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("hunter2-4711");
  });

  test.each([
    [
      "a cookie that was deleted",
      { json: { id: 2, username: "eve" }, headers: { "set-cookie": ["sessionid=; Max-Age=0; Path=/"] } },
    ],
    ["a page", { text: "<h1>Sign in to this network</h1>", headers: { "content-type": "text/html" } }],
    ["a user without a session", { json: { id: 2, username: "eve" } }],
    ["nothing", { status: 204 }],
  ])("a login that is answered with %s leaves the session as it was", async (_what, answer) => {
    const good = { json: user, headers: { "set-cookie": cookies } };
    const transport = scriptedTransport([good, answer, { json: {} }]);
    const client = open({ url: "http://localhost", transport });
    await client.login({ username: "ada", password: "p" });
    const error = await failureOf(client.login({ username: "eve", password: "hunter2-4711" }));
    expect(error).toMatchObject({ name: "AuthenticationError", reason: "missing", method: "POST" });
    await client.httpGet("users/teams");
    expect(transport.requests[2]?.headers["cookie"]?.split("; ").toSorted()).toEqual(["csrftoken=c", "sessionid=s"]);
  });

  test("the CSRF header always equals the cookie of the same request, also when it rotates", async () => {
    const transport = scriptedTransport((_request, index) => ({
      json: {},
      delay: (index * 7) % 5,
      headers: { "set-cookie": `csrftoken=token${index}; Path=/` },
    }));
    const client = open({ url: "http://localhost", transport });
    await client.all(
      Array.from({ length: 200 }, () => ({ method: "POST", endpoint: "users/teams", json: {} })),
      {
        maxConcurrency: 7,
      },
    );
    for (const { headers } of transport.requests.slice(7)) {
      expect(headers["cookie"]).toBe(`csrftoken=${headers["x-csrftoken"]}`);
    }
  });
});

test("with makes a client of the class that it is called on", async () => {
  class Cluster extends KeystoneClient {
    place = () => this.url;
  }
  class AsyncCluster extends AsyncKeystoneClient {
    place = () => this.url;
  }
  const url = "http://localhost:8000/";
  expect(Cluster.with({ url }, (client) => client.place())).toBe(url);
  expect(await AsyncCluster.with({ url }, (client) => client.place())).toBe(url);
});
