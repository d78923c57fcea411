import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cast, type KeystoneSession } from "../testbed/keystoneSession.ts";
import { type KeystoneBox, startKeystone } from "./startKeystone.ts";

type Who = "admin" | "owner" | "member" | "stranger" | "anonymous";
let box: KeystoneBox;
let as: Record<Exclude<Who, "anonymous">, KeystoneSession>;

beforeAll(async () => {
  box = await startKeystone({ throttle: false });
  as = await cast(box, "owner", "member", "stranger"); // ids 2, 3, 4
  const make = async (path: string, body: unknown): Promise<void> => {
    const { status, text } = await as.admin.send("POST", path, body);
    if (status !== 201) throw new Error(`${path}: ${status} ${text}`);
  };
  await make("/users/teams/", { name: "Ours" });
  await make("/users/teams/", { name: "Gone", is_active: false });
  await make("/users/memberships/", { user: 2, team: 1, role: "OW" });
  await make("/users/memberships/", { user: 3, team: 1, role: "MB" });
  for (const [name, access_mode] of [
    ["open", "OP"],
    ["white", "WL"],
    ["black", "BL"],
  ]) {
    await make("/allocations/clusters/", { name, access_mode, access_teams: [1] });
  }
  await make("/research/grants/", { team: 1, title: "G", agency: "A", amount: 1, start_date: "2026-01-01" });
  await make("/allocations/requests/", { team: 1, title: "R", description: "D", submitter: 2, grants: [1] });
  await make("/allocations/allocations/", { request: 1, cluster: 1, requested: 5 });
  await make("/allocations/comments/", { request: 1, content: "public" });
  await make("/allocations/comments/", { request: 1, content: "secret", private: true });
  await make("/allocations/reviews/", { request: 1, status: "AP" });
});
afterAll(() => box.close());

const request = { title: "t", description: "d", submitter: 2 };
const grant = { title: "t", agency: "a", amount: 1, start_date: "2026-01-01" };

/** A body that no parser takes. */
const unreadable = "{";

/** Status for admin, owner, member, stranger, anonymous. Only reads and refused or dry writes, so that rows do not depend on each other. */
const table: [string, string, unknown, number, number, number, number, number][] = [
  ["GET", "/users/users/", undefined, 200, 200, 200, 200, 401],
  ["GET", "/users/users/2/", undefined, 200, 200, 200, 200, 401],
  ["POST", "/users/users/", {}, 400, 403, 403, 403, 401],
  ["POST", "/users/users/", unreadable, 400, 403, 403, 403, 401],
  ["PATCH", "/users/users/2/", {}, 200, 200, 403, 403, 401],
  ["PATCH", "/users/users/2/", unreadable, 400, 400, 403, 403, 401],
  ["DELETE", "/users/users/2/", undefined, 409, 409, 403, 403, 401],
  ["GET", "/users/teams/1/", undefined, 200, 200, 200, 200, 401],
  ["GET", "/users/teams/2/", undefined, 200, 404, 404, 404, 401],
  ["PATCH", "/users/teams/1/", {}, 200, 200, 403, 403, 401],
  ["GET", "/users/memberships/1/", undefined, 200, 200, 200, 200, 401],
  ["POST", "/users/memberships/", { team: 1 }, 400, 400, 403, 403, 401],
  ["POST", "/users/memberships/", { team: "x" }, 400, 400, 400, 400, 401],
  ["PATCH", "/users/memberships/2/", {}, 200, 200, 403, 403, 401],
  ["GET", "/allocations/requests/1/", undefined, 200, 200, 200, 403, 401],
  ["POST", "/allocations/requests/", { team: 1 }, 400, 400, 403, 403, 401],
  ["POST", "/allocations/requests/", request, 400, 403, 403, 403, 401],
  ["PATCH", "/allocations/requests/1/", {}, 200, 403, 403, 403, 401],
  ["POST", "/allocations/requests/", unreadable, 400, 400, 400, 400, 401],
  ["PATCH", "/allocations/requests/1/", unreadable, 400, 403, 403, 403, 401],
  ["GET", "/allocations/allocations/1/", undefined, 200, 200, 200, 403, 401],
  ["POST", "/allocations/allocations/", { request: 1, cluster: 1 }, 400, 400, 403, 403, 401],
  ["POST", "/allocations/allocations/", { request: 1, cluster: 2 }, 400, 400, 403, 403, 401],
  ["POST", "/allocations/allocations/", { request: 1, cluster: 3 }, 400, 403, 403, 403, 401],
  ["POST", "/allocations/attachments/", { request: 1 }, 400, 400, 403, 403, 401],
  ["GET", "/allocations/comments/1/", undefined, 200, 200, 200, 403, 401],
  ["GET", "/allocations/comments/2/", undefined, 200, 403, 403, 403, 401],
  ["POST", "/allocations/comments/", { request: 1 }, 400, 400, 400, 403, 401],
  ["POST", "/allocations/comments/", { request: 1, content: "x", private: true, user: 99 }, 400, 400, 400, 403, 401],
  ["GET", "/allocations/reviews/1/", undefined, 200, 200, 200, 403, 401],
  ["POST", "/allocations/reviews/", { request: 1 }, 400, 403, 403, 403, 401],
  ["GET", "/allocations/clusters/3/", undefined, 200, 200, 200, 200, 401],
  ["POST", "/allocations/clusters/", {}, 400, 403, 403, 403, 401],
  ["POST", "/allocations/clusters/", unreadable, 400, 403, 403, 403, 401],
  ["GET", "/research/grants/1/", undefined, 200, 200, 200, 403, 401],
  ["POST", "/research/grants/", { team: 1 }, 400, 400, 400, 403, 401],
  ["POST", "/research/grants/", { ...grant, team: 77 }, 400, 400, 400, 400, 401],
  ["PATCH", "/research/grants/1/", {}, 200, 200, 200, 403, 401],
  ["GET", "/logs/audit/", undefined, 200, 403, 403, 403, 401],
  ["POST", "/logs/audit/", {}, 405, 405, 405, 405, 401],
  ["GET", "/logs/feed/", undefined, 200, 403, 403, 403, 401],
  ["POST", "/notifications/notifications/", {}, 405, 405, 405, 405, 401],
  ["GET", "/stats/grants/", undefined, 200, 200, 200, 200, 401],
  ["GET", "/config/", undefined, 200, 200, 200, 200, 401],
  ["GET", "/version/", undefined, 200, 200, 200, 200, 200],
  ["GET", "/users/teams/999/", undefined, 404, 404, 404, 404, 401],
  ["GET", "/users/teams/abc/", undefined, 404, 404, 404, 404, 401],
];

test.each(table)(
  "%s %s %j: admin %d, owner %d, member %d, stranger %d, anonymous %d",
  async (method, path, body, ...expected) => {
    const sessions = [as.admin, as.owner, as.member, as.stranger];
    const found = [];
    for (const session of sessions) found.push((await session.send(method, path, body)).status);
    found.push(
      (
        await fetch(box.url + path, {
          method,
          ...(body === undefined
            ? {}
            : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
        })
      ).status,
    );
    expect(found).toEqual(expected);
  },
);

describe("lists show what is in scope", () => {
  test.each<[string, number[], number[], number[]]>([
    ["/users/teams/", [1, 2], [1], []],
    ["/allocations/requests/", [1], [1], []],
    ["/allocations/comments/", [1, 2], [1], []],
    ["/allocations/clusters/", [1, 2, 3], [1, 2], [1, 3]],
    ["/research/grants/", [1], [1], []],
    ["/users/memberships/", [1, 2], [1, 2], [1, 2]],
  ])("%s: admin %j, member %j, stranger %j", async (path, ...expected) => {
    const found = [];
    for (const session of [as.admin, as.member, as.stranger]) {
      found.push((await session.send("GET", path)).json.results.map(({ id }: { id: number }) => id));
    }
    expect(found).toEqual(expected);
  });
});

test("nobody makes himself staff or superuser", async () => {
  const { json } = await as.owner.send("PATCH", "/users/users/2/", {
    is_superuser: true,
    is_staff: true,
    is_active: false,
    role: "boss",
  });
  expect(json).toMatchObject({ is_superuser: false, is_staff: false, is_active: true, role: "boss" });
});

test("private comments inside a request are for staff", async () => {
  const contents = async (session: KeystoneSession): Promise<string[]> =>
    (await session.send("GET", "/allocations/requests/1/")).json._comments.map(
      ({ content }: { content: string }) => content,
    );
  expect([await contents(as.admin), await contents(as.member)]).toEqual([["public", "secret"], ["public"]]);
});

test("preferences: one each, one's own, deletable", async () => {
  const made = await as.member.send("POST", "/notifications/preferences/", {});
  expect(made.json).toMatchObject({ user: 3, request_expiry_thresholds: [30, 14], notify_on_expiration: true });
  expect((await as.member.send("POST", "/notifications/preferences/", {})).json).toEqual({
    user: ["preference with this user already exists."],
  });
  expect((await as.member.send("POST", "/notifications/preferences/", { user: 4 })).json).toEqual({
    user: ["User field cannot be set to a different user than the request submitter."],
  });
  const path = `/notifications/preferences/${made.json.id}/`;
  expect(
    (await as.member.send("PATCH", path, { request_expiry_thresholds: { any: 7 } })).json.request_expiry_thresholds,
  ).toEqual({ any: 7 });
  expect((await as.stranger.send("GET", path)).status).toBe(403);
  expect((await as.admin.send("GET", path)).status).toBe(200);
  expect((await as.member.send("DELETE", path)).status).toBe(204);
});
