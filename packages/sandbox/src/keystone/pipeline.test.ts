import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KeystoneSession, keystoneSession } from "../testbed/keystoneSession.ts";
import { type KeystoneBox, startKeystone } from "./startKeystone.ts";

let box: KeystoneBox;
let admin: KeystoneSession;
let nobody: KeystoneSession;

beforeAll(async () => {
  box = await startKeystone({ throttle: false });
  admin = await keystoneSession(box, "admin", "quickstart");
  nobody = await keystoneSession(box);
});
afterAll(() => box.close());

test.each([
  ["GET", "/version", 301, "/version/"],
  ["POST", "/users/teams?a=1", 301, "/users/teams/?a=1"],
  ["GET", "/users/users/1", 301, "/users/users/1/"],
  ["GET", "/nope", 404, null],
  ["GET", "/users//users/", 404, null],
  ["GET", "/stats/", 404, null],
  ["GET", "/users/users/1/2/", 404, null],
])("%s %s: %d, Location %s, a page", async (method, path, status, location) => {
  const reply = await admin.send(method, path);
  expect([reply.status, reply.headers.get("location"), reply.headers.get("content-type")]).toEqual([
    status,
    location,
    "text/html; charset=utf-8",
  ]);
  expect(reply.headers.get("allow")).toBe(null);
});

test.each([
  ["/users/users/1.json", 200],
  ["/users/users.json", 200],
  ["/users/users/02/", 404],
  ["/users/users/01/", 200],
  ["/users/users/?format=json", 200],
  ["/users/users/?format=xml", 404],
])("GET %s: %d", async (path, status) => {
  expect((await admin.send("GET", path)).status).toBe(status);
});

test.each([
  ["GET", "/authentication/login/", 405, "POST, OPTIONS"],
  ["PUT", "/users/users/", 405, "GET, POST, HEAD, OPTIONS"],
  ["POST", "/users/users/1/", 405, "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"],
  ["POST", "/logs/feed/", 405, "GET, HEAD, OPTIONS"],
  ["DELETE", "/notifications/notifications/1/", 405, "GET, PATCH, HEAD, OPTIONS"],
])("%s %s: %d, Allow %s", async (method, path, status, allow) => {
  const reply = await admin.send(method, path);
  expect([reply.status, reply.json, reply.headers.get("allow")]).toEqual([
    status,
    { detail: `Method "${method}" not allowed.` },
    allow,
  ]);
});

test("HEAD is GET without a body; OPTIONS describes", async () => {
  const head = await admin.send("HEAD", "/users/users/");
  expect([head.status, head.text, head.headers.get("content-type")]).toEqual([200, "", "application/json"]);
  const { json } = await admin.send("OPTIONS", "/users/teams/");
  expect(json).toMatchObject({
    renders: ["application/json"],
    actions: { POST: { name: { type: "string", required: true, max_length: 255 }, slug: { read_only: true } } },
  });
  expect((await nobody.send("OPTIONS", "/users/teams/")).status).toBe(401);
  expect((await nobody.send("OPTIONS", "/version/")).status).toBe(200);
});

test.each([
  ["/users/teams/", "text/html", 406],
  ["/version/", "text/plain", 406],
  ["/version/", "application/json; indent=2", 200],
  ["/openapi/json/", "application/json", 200],
  ["/openapi/yaml/", "application/json", 406],
])("%s with Accept: %s: %d", async (path, Accept, status) => {
  expect((await admin.send("GET", path, undefined, { Accept })).status).toBe(status);
});

test.each([
  ["text/plain", 'Unsupported media type "text/plain" in request.'],
  ["", 'Unsupported media type "" in request.'],
])("a body of type %j gets 415", async (type, detail) => {
  const body = new Blob(["x"]);
  const reply = await fetch(`${box.url}/authentication/login/`, {
    method: "POST",
    body,
    headers: type === "" ? {} : { "Content-Type": type },
  });
  expect([reply.status, await reply.json()]).toEqual([415, { detail }]);
});

test("common headers are there, and no secret server name", async () => {
  const { headers } = await nobody.send("GET", "/version/");
  expect(Object.fromEntries(headers)).toMatchObject({
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    vary: "Cookie, origin",
  });
});

describe("CORS", () => {
  const preflight = (Origin: string): Promise<Response> =>
    fetch(`${box.url}/users/users/`, {
      method: "OPTIONS",
      headers: { Origin, "Access-Control-Request-Method": "GET" },
    });

  test("lets the web interface's origins in, and nobody else", async () => {
    const good = await preflight("http://localhost:4200");
    expect([
      good.status,
      good.headers.get("access-control-allow-origin"),
      good.headers.get("access-control-allow-credentials"),
    ]).toEqual([200, "http://localhost:4200", "true"]);
    const bad = await preflight("http://evil.example");
    expect([bad.status, bad.headers.get("access-control-allow-origin")]).toEqual([200, null]);
  });
});

test("every request is logged with its CID, also those nobody answers", async () => {
  const cid = "A61EEF0B-258D-42CA-B14B-852860A54259";
  await admin.send("GET", "/nope/?q=1", undefined, { "X-KEYSTONE-CID": cid });
  await admin.send("GET", "/version", undefined, { "X-KEYSTONE-CID": cid, "X-Forwarded-For": "203.0.113.7" });
  const { json } = await admin.send("GET", `/logs/requests/?cid=${cid}`);
  expect(json.results).toMatchObject([
    { method: "GET", endpoint: "/nope/?q=1", response_code: 404, cid, remote_address: "127.0.0.1", user: null },
    { endpoint: "/version", response_code: 301, cid, remote_address: "203.0.113.7" },
  ]);
});

test("the description names every path and schema it refers to", async () => {
  const reply = await nobody.send("GET", "/openapi/json/");
  const description = JSON.parse(reply.text);
  expect(description.info.version).toBe("0.10.9");
  expect(Object.keys(description.paths)).toEqual(
    expect.arrayContaining(["/users/users/{id}/", "/batch/", "/stats/grants/", "/logs/feed/"]),
  );
  for (const [, name = ""] of reply.text.matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(description.components.schemas).toHaveProperty(name);
  const names = description.paths["/users/teams/"].get.parameters.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(["_limit", "name__not_startswith", "id__lte", "is_active__isnull"]));
  // Statistics have no pages.
  const summed = description.paths["/stats/grants/"].get.parameters.map(({ name }: { name: string }) => name);
  expect(summed).toEqual(expect.arrayContaining(["_order", "_search", "amount__lte"]));
  expect(summed).not.toContain("_limit");
});

test("statistics sum what is visible, and take the list's filters", async () => {
  await using seeded = await startKeystone({ seed: 5, throttle: false });
  const session = await keystoneSession(seeded, "admin", "quickstart");
  const { json: stats } = await session.send("GET", "/stats/grants/");
  const { json: list } = await session.send("GET", "/research/grants/?_limit=1000");
  const total = list.results.reduce((sum: number, { amount }: { amount: string }) => sum + Number(amount), 0);
  expect([stats.grant_count, Number(stats.funding_total)]).toEqual([list.count, total]);
  const { json: some } = await session.send("GET", "/stats/grants/?agency=NSF&_limit=1");
  expect(some.grant_count).toBe((await session.send("GET", "/research/grants/?agency=NSF")).json.count);
  const { json: requests } = await session.send("GET", "/stats/requests/");
  expect(requests.request_upcoming_count + requests.request_active_count + requests.request_expired_count).toBe(
    requests.request_approved_count,
  );
  expect((await session.send("GET", "/stats/publications/")).json.review_average).toMatch(/^(\d+ )?\d\d:\d\d:\d\d$/);
});

test("an upcoming grant becomes active and expires as the clock moves", async () => {
  await using moving = await startKeystone({ throttle: false });
  const token = { Authorization: `Token ${await moving.createToken("admin")}` };
  const session = await keystoneSession(moving);
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await session.send("POST", "/users/teams/", { name: "T" }, token);
  await session.send(
    "POST",
    "/research/grants/",
    { team: 1, title: "G", agency: "A", amount: 7, start_date: day(10), end_date: day(20) },
    token,
  );
  const states = [];
  for (let i = 0; i < 3; i++) {
    const { json } = await session.send("GET", "/stats/grants/", undefined, token);
    states.push([json.upcoming_count, json.active_count, json.expired_count]);
    await moving.advance(11 * 86_400_000);
  }
  expect(states).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
