import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cast, type KeystoneSession } from "../testbed/keystoneSession.ts";
import { type KeystoneBox, startKeystone } from "./startKeystone.ts";

let box: KeystoneBox;
let admin: KeystoneSession;

beforeAll(async () => {
  box = await startKeystone({ throttle: false });
  ({ admin } = await cast(box, "zed"));
  for (const name of ["Alpha", "beta", "Gamma 50%", "Delta"]) await admin.send("POST", "/users/teams/", { name });
  await admin.send("PATCH", "/users/teams/4/", { is_active: false });
  const grant = { agency: "NSF", team: 1 };
  await admin.send("POST", "/research/grants/", {
    ...grant,
    title: "one",
    amount: "10.50",
    start_date: "2024-12-30",
    end_date: "2025-03-01",
  });
  await admin.send("POST", "/research/grants/", {
    ...grant,
    title: "two",
    amount: 99,
    start_date: "2025-06-15",
    pi: "Bo",
  });
  await admin.send("POST", "/research/grants/", {
    ...grant,
    title: "three",
    amount: "-3",
    start_date: "2026-01-01",
    team: 2,
    pi: "Li",
  });
});
afterAll(() => box.close());

const ids = async (path: string): Promise<number[]> =>
  (await admin.send("GET", path)).json.results.map(({ id }: { id: number }) => id);

test.each([
  ["name=Alpha", [1]],
  ["name=alpha", []],
  ["name__not_eq=Alpha", [2, 3, 4]],
  ["name__in=Alpha, beta,zzz", [1, 2]],
  ["name__not_in=Alpha", [2, 3, 4]],
  ["name__contains=LPH", [1]],
  ["name__not_contains=a", []],
  ["name__startswith=Ga", [3]],
  ["name__endswith=%25", [3]],
  ["name__contains=_", []],
  ["name__isnull=true", []],
  ["name__isnull=perhaps", [1, 2, 3, 4]],
  ["id__lt=3", [1, 2]],
  ["id__gte=3", [3, 4]],
  ["id__in=4,1", [1, 4]],
  ["is_active=false", [4]],
  ["is_active=0&id__gt=4", []],
  ["is_active=abc", [1, 2, 3, 4]],
  ["name=", [1, 2, 3, 4]],
  ["name=beta&name=Alpha", [1]],
  ["bogus=1&name__icontains=x", [1, 2, 3, 4]],
  ["_search=AL", [1]],
  ["_search=a,l", [1, 4]],
  ["_search=%2250%25%22", [3]],
  ["_search=+", [1, 2, 3, 4]],
  ["_order=-id", [4, 3, 2, 1]],
  ["_order=-is_active,name", [1, 3, 2, 4]],
  ["_order=bogus,_membership,users", [1, 2, 3, 4]],
])("/users/teams/?%s lists %j", async (query, expected) => {
  expect(await ids(`/users/teams/?${query}`)).toEqual(expected);
});

test.each([
  ["amount__gt=10.4", [1, 2]],
  ["amount=10.5", [1]],
  ["start_date__year=2025", [2]],
  ["start_date__month=1", [3]],
  ["start_date__week=1", [1, 3]],
  ["start_date__week_day=2", [1]],
  ["start_date__lte=06/15/2025", [1, 2]],
  ["end_date__isnull=true", [2, 3]],
  ["end_date__not_eq=2025-03-01", [2, 3]],
  ["team=2", [3]],
  ["team__in=1", [1, 2]],
  ["pi__not_eq=Bo", [1, 3]],
  ["_search=alpha two", [2]],
])("/research/grants/?%s lists %j", async (query, expected) => {
  expect(await ids(`/research/grants/?${query}`)).toEqual(expected);
});

test.each([
  ["/users/teams/?id=x", { id: ["Enter a number."] }],
  ["/users/teams/?id__in=1,x", { id__in: ["Enter a number."] }],
  ["/users/teams/?is_active__in=1", { is_active__in: ["Lists of booleans are not supported."] }],
  [
    "/research/grants/?start_date=soon&team=9",
    {
      start_date: ["Enter a valid date."],
      team: ["Select a valid choice. That choice is not one of the available choices."],
    },
  ],
  ["/allocations/requests/?status=ZZ", { status: ["Select a valid choice. ZZ is not one of the available choices."] }],
  ["/allocations/requests/?submitted__gt=2026-01-01T00:00:00+01:00", { submitted__gt: ["Enter a valid date/time."] }],
  ["/users/teams/?_search=a%00", ["Null characters are not allowed."]],
  ["/allocations/reviews/?_search=x", { _search: ["Reviews of requests cannot be searched."] }],
])("%s is refused", async (path, body) => {
  const reply = await admin.send("GET", path);
  expect([reply.status, reply.json]).toEqual([400, body]);
});

describe("pages", () => {
  test.each([
    ["_limit=2", [1, 2], "_limit=2&_offset=2", null],
    ["_offset=1&_limit=2", [2, 3], "_limit=2&_offset=3", "_limit=2"],
    ["_limit=2&_offset=2&_order=-id", [2, 1], null, "_limit=2&_order=-id"],
    ["_limit=2&_offset=90", [], null, "_limit=2&_offset=88"],
    ["_limit=0&_offset=-1", [1, 2, 3, 4], null, null],
    ["_limit=5000", [1, 2, 3, 4], null, null],
    ["_limit=x&_offset=3", [4], null, "_limit=100"],
  ])("%s", async (query, expected, next, previous) => {
    const { json } = await admin.send("GET", `/users/teams/?${query}`);
    const link = (search: string | null): string | null =>
      search === null ? null : `${box.url}/users/teams/?${search}`;
    expect(json).toMatchObject({ count: 4, next: link(next), previous: link(previous) });
    expect(json.results.map(({ id }: { id: number }) => id)).toEqual(expected);
  });
});

test("a long list is paged through completely, at most a thousand at a time", async () => {
  await using long = await startKeystone({ throttle: false, thread: true });
  await long.addUsers(2500);
  await expect(long.addUsers(0)).rejects.toThrow("addUsers(0)");
  const { admin: reader } = await cast(long);
  const seen = [];
  for (let offset = 0; ; offset += 1000) {
    const { json } = await reader.send("GET", `/users/users/?_limit=2000&_offset=${offset}`);
    expect(json.count).toBe(2501);
    seen.push(...json.results.map(({ id }: { id: number }) => id));
    if (json.next === null) break;
  }
  expect(seen).toEqual(Array.from({ length: 2501 }, (_, i) => i + 1));
});

test("datetimes are compared as moments, with their zones", async () => {
  const { json } = await admin.send("GET", "/users/users/2/");
  const joined = new Date(json.date_joined);
  const shifted = `${new Date(joined.getTime() + 3_600_000).toISOString().slice(0, 19)}%2B01:00`;
  expect(await ids(`/users/users/?date_joined__gte=${shifted}&id=2`)).toEqual([2]);
  expect(await ids(`/users/users/?date_joined__lt=${shifted}&id=2`)).toEqual([]);
  expect(await ids(`/users/users/?date_joined__hour=${joined.getUTCHours()}&id=2`)).toEqual([2]);
});

test("users that are added are named by their ids, past deleted ones and never twice", async () => {
  await using fresh = await startKeystone({ throttle: false });
  const { admin } = await cast(fresh);
  await fresh.addUsers(3);
  await admin.send("DELETE", "/users/users/4/");
  await fresh.addUsers(2);
  const { json } = await admin.send("GET", "/users/users/?_order=id");
  expect(json.results.map(({ id, username }: { id: number; username: string }) => [id, username])).toEqual([
    [1, "admin"],
    [2, "user2"],
    [3, "user3"],
    [5, "user5"],
    [6, "user6"],
  ]);
  await admin.send("PATCH", "/users/users/2/", { username: "user9" });
  await expect(fresh.addUsers(5)).rejects.toThrow('addUsers(5): there is a user "user9" already.');
  expect((await admin.send("GET", "/users/users/")).json.count).toBe(5);
});
