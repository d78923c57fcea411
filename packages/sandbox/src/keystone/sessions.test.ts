import { describe, expect, test } from "vitest";
import { cast, keystoneSession } from "../testbed/keystoneSession.ts";
import { startKeystone } from "./startKeystone.ts";

const whoami = "/authentication/whoami/";

describe("a session", () => {
  test("opens with two cookies, tells who it is, and ends with logout", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box);
    expect((await session.send("GET", whoami)).status).toBe(401);
    const login = await session.send("POST", "/authentication/login/", { username: " admin ", password: "quickstart" });
    expect(login.json).toMatchObject({
      id: 1,
      username: "admin",
      display_name: "admin",
      abbreviation: "AD",
      is_staff: true,
    });
    const [csrf, id] = login.headers.getSetCookie();
    expect(csrf).toMatch(/^csrftoken=[A-Za-z0-9]{32}; expires=.*; Max-Age=31449600; Path=\/; SameSite=Lax$/);
    expect(id).toMatch(/^sessionid=[a-z0-9]{32}; expires=.*; HttpOnly; Max-Age=1209600; Path=\/; SameSite=Lax$/);
    expect((await session.send("GET", whoami)).json.username).toBe("admin");
    const logout = await session.send("POST", "/authentication/logout/");
    expect([logout.status, logout.text, logout.headers.get("content-type")]).toEqual([200, "", null]);
    expect(session.cookies.has("sessionid")).toBe(false);
    expect((await session.send("GET", whoami)).status).toBe(401);
  });

  test("expires two weeks after login, on the server's clock", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box, "admin", "quickstart");
    await box.advance(1_209_600_000 - 60_000);
    expect((await session.send("GET", whoami)).status).toBe(200);
    await box.advance(60_000);
    expect((await session.send("GET", whoami)).status).toBe(401);
    expect(session.cookies.has("sessionid")).toBe(false);
  });

  test("keeps its key for the same user, gets another for another, survives a failed login", async () => {
    await using box = await startKeystone();
    const { admin } = await cast(box, "ann");
    const key = admin.cookies.get("sessionid");
    const csrf = admin.cookies.get("csrftoken");
    await admin.send("POST", "/authentication/login/", { username: "admin", password: "quickstart" });
    expect([admin.cookies.get("sessionid") === key, admin.cookies.get("csrftoken") === csrf]).toEqual([true, false]);
    const wrong = await admin.send("POST", "/authentication/login/", { username: "ann", password: "no" });
    expect(wrong.json).toEqual({ non_field_errors: ["Invalid username or password."] });
    expect((await admin.send("GET", whoami)).json.username).toBe("admin");
    await admin.send("POST", "/authentication/login/", { username: "ann", password: "Sup3r-secret-pw" });
    expect(admin.cookies.get("sessionid")).not.toBe(key);
    expect((await admin.send("GET", whoami)).json.username).toBe("ann");
  });

  test("ends everywhere with a new password, and when the user is deactivated", async () => {
    await using box = await startKeystone();
    const { admin, ann } = await cast(box, "ann");
    const elsewhere = await keystoneSession(box, "ann");
    expect((await ann.send("PATCH", "/users/users/2/", { password: "An0ther-secret!" })).status).toBe(200);
    expect([(await ann.send("GET", whoami)).status, (await elsewhere.send("GET", whoami)).status]).toEqual([401, 401]);
    const again = await keystoneSession(box, "ann", "An0ther-secret!");
    await admin.send("PATCH", "/users/users/2/", { is_active: false });
    expect((await again.send("GET", whoami)).status).toBe(401);
    await expect(keystoneSession(box, "ann", "An0ther-secret!")).rejects.toThrow("Invalid username or password.");
  });

  test("of a password made of spaces: the login does not trim it", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box);
    const reply = await session.send("POST", "/authentication/login/", { username: "admin", password: " quickstart" });
    expect(reply.status).toBe(400);
  });
});

test("no secret is stored: neither session keys nor tokens nor passwords", async () => {
  await using box = await startKeystone();
  const { admin } = await cast(box, "ann");
  const token = await box.createToken("ann");
  const { text } = await admin.send("GET", "/logs/audit/");
  expect(text).toContain("password");
  expect(text).not.toMatch(new RegExp(`${token}|Sup3r|${admin.cookies.get("sessionid")}`));
});

describe("a token", () => {
  test("works in any case of its scheme, without CSRF, and leaves no actor in history", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box);
    const token = await box.createToken("admin");
    expect(token).toMatch(/^[0-9a-f]{40}$/);
    const made = await session.send("POST", "/users/teams/", { name: "T" }, { Authorization: `toKEN ${token}` });
    expect([made.status, made.json._history[0].actor]).toEqual([201, null]);
    await session.send("POST", "/authentication/logout/", undefined, { Authorization: `Token ${token}` });
    expect((await session.send("GET", whoami, undefined, { Authorization: `Token ${token}` })).status).toBe(200);
    await expect(box.createToken("nobody")).rejects.toThrow('createToken("nobody")');
  });

  test.each([
    ["Token", "Invalid token header. No credentials provided."],
    ["Token a b", "Invalid token header. Token string should not contain spaces."],
    ["Token bad", "Invalid token."],
    ["Bearer x", "Authentication credentials were not provided."],
  ])("%j is refused", async (header, detail) => {
    await using box = await startKeystone();
    const reply = await (await keystoneSession(box)).send("GET", whoami, undefined, { Authorization: header });
    expect([reply.status, reply.json, reply.headers.get("www-authenticate")]).toEqual([401, { detail }, "Token"]);
  });
});

describe("CSRF", () => {
  const good = "a".repeat(32);
  test.each([
    ["no token", { csrftoken: good }, {}, "CSRF token missing."],
    ["no cookie", {}, { "X-CSRFToken": good }, "CSRF cookie not set."],
    [
      "short token",
      { csrftoken: good },
      { "X-CSRFToken": "x" },
      "CSRF token from the 'X-Csrftoken' HTTP header has incorrect length.",
    ],
    [
      "other token",
      { csrftoken: good },
      { "X-CSRFToken": "b".repeat(32) },
      "CSRF token from the 'X-Csrftoken' HTTP header incorrect.",
    ],
    ["short cookie", { csrftoken: "x" }, { "X-CSRFToken": "x" }, "CSRF cookie has incorrect length."],
    [
      "foreign page",
      { csrftoken: good },
      { "X-CSRFToken": good, Origin: "http://evil.example" },
      "Origin checking failed - http://evil.example does not match any trusted origins.",
    ],
    [
      "null origin",
      { csrftoken: good },
      { "X-CSRFToken": good, Origin: "null" },
      "Origin checking failed - null does not match any trusted origins.",
    ],
    [
      "https, no referer",
      { csrftoken: good },
      { "X-CSRFToken": good, "X-Forwarded-Proto": "https" },
      "Referer checking failed - no Referer.",
    ],
  ])("%s is refused", async (_, cookies, headers, reason) => {
    await using box = await startKeystone();
    const session = await keystoneSession(box, "admin", "quickstart");
    const id = session.cookies.get("sessionid") ?? "";
    session.cookies.clear();
    const Cookie = Object.entries({ sessionid: id, ...cookies })
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
    const reply = await session.send("POST", "/users/teams/", { name: "T" }, { Cookie, ...headers });
    expect([reply.status, reply.json]).toEqual([403, { detail: `CSRF Failed: ${reason}` }]);
    if (reason.startsWith("CSRF cookie has")) expect(session.cookies.get("csrftoken")).toMatch(/^\w{32}$/);
  });

  test("any equal pair passes, also masked, also as a form field, and over https with a Referer", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box, "admin", "quickstart");
    session.cookies.set("csrftoken", good);
    expect((await session.send("POST", "/users/teams/", { name: "raw" })).status).toBe(201);
    // A mask of "b"s (1 each) over "a"s (0 each) is a row of "b"s.
    expect(
      (await session.send("POST", "/users/teams/", { name: "masked" }, { "X-CSRFToken": "b".repeat(64) })).status,
    ).toBe(201);
    const form = new URLSearchParams({ name: "form", csrfmiddlewaretoken: good });
    expect((await session.send("POST", "/users/teams/", form, { "X-CSRFToken": "" })).status).toBe(201);
    const proxied = { "X-Forwarded-Proto": "https", Referer: `${box.url.replace("http", "https")}/` };
    expect((await session.send("POST", "/users/teams/", { name: "https" }, proxied)).status).toBe(201);
  });
});

describe("the throttle", () => {
  test("refuses the 121st anonymous request of a minute, per address, until the minute has passed", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box);
    for (let i = 0; i < 120; i++) expect((await session.send("GET", "/version/")).status).toBe(200);
    const refused = await session.send("POST", "/authentication/login/", box.credentials);
    expect(refused.status).toBe(429);
    expect(refused.json.detail).toMatch(/^Request was throttled\. Expected available in \d+ seconds\.$/);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    expect((await session.send("GET", "/version/", undefined, { "X-Forwarded-For": "203.0.113.9" })).status).toBe(200);
    expect((await session.send("GET", "/nope/")).status).toBe(404);
    await box.advance(60_000);
    expect((await session.send("GET", "/version/")).status).toBe(200);
  });

  test("counts 300 per user, and can be off", async () => {
    await using box = await startKeystone();
    const session = await keystoneSession(box, "admin", "quickstart");
    let passed = 0;
    while ((await session.send("GET", whoami)).status === 200) passed += 1;
    expect(passed).toBe(300);
    await using free = await startKeystone({ throttle: false });
    const other = await keystoneSession(free);
    for (let i = 0; i < 130; i++) expect((await other.send("GET", "/version/")).status).toBe(200);
  });
});
