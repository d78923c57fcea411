import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, cast, type KeystoneSession } from "../testbed/keystoneSession.ts";
import { type KeystoneBox, startKeystone } from "./startKeystone.ts";

let box: KeystoneBox;
let admin: KeystoneSession;
const grant = { team: 1, title: "G", agency: "NSF", amount: "1000.5", start_date: "2026-01-01" };
const post = { method: "POST", path: "/research/grants/", payload: grant };
const get = (path: string, ref = ""): object => ({ method: "GET", path, ref });

beforeEach(async () => {
  box = await startKeystone({ throttle: false });
  ({ admin } = await cast(box));
  await admin.send("POST", "/users/teams/", { name: "T" });
});
afterEach(() => box.close());

const batch = (actions: unknown, more = {}): Promise<Answer> =>
  admin.send("POST", "/batch/", { job: { actions, ...more } });
const count = async (): Promise<number> => (await admin.send("GET", "/research/grants/")).json.count;

test("references keep their type alone and become text inside text; one CID and no log rows for steps", async () => {
  const cid = "d61eef0b-258d-42ca-b14b-852860a54259";
  const actions = [
    { ...post, ref: "g" },
    {
      method: "PATCH",
      path: "/research/grants/@ref{g.id}/",
      payload: { title: "Re @ref{g.title} #@ref{g.id} @ref{g.pi}", team: "@ref{g.team}" },
    },
    get("/research/grants/?id=@ref{g.id}"),
    { ...get("/users/teams/"), query_params: { _limit: 1, is_active: true } },
    get("/version/"),
  ];
  const reply = await admin.send("POST", "/batch/", { job: { actions } }, { "X-KEYSTONE-CID": cid });
  expect(reply.status).toBe(200);
  const [made, patched, listed, teams, version] = reply.json.results;
  expect(made).toMatchObject({ ref: "g", index: 1, status: 201, body: { id: 1 } });
  expect(patched).toMatchObject({
    ref: "",
    index: 2,
    path: "/research/grants/1/",
    body: { title: "Re G #1 None", team: 1 },
  });
  expect(listed.body.count).toBe(1);
  expect(teams.body.results).toHaveLength(1);
  expect(version.body).toBe(null);
  const logs = await admin.send("GET", `/logs/requests/?cid=${cid}`);
  expect(logs.json.results.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(["/batch/"]);
  expect((await admin.send("GET", `/logs/audit/?cid=${cid}`)).json.count).toBe(2);
});

test("lists and records become text as Python writes them", async () => {
  await admin.send("POST", "/users/teams/", { name: "Ada's" });
  await admin.send("POST", "/users/memberships/", { team: 1, user: 1, role: "OW" });
  const description = "@ref{t.users} of @ref{g._team} and @ref{r}";
  const reply = await batch([
    get("/users/teams/1/", "t"),
    { ...post, payload: { ...grant, team: 2 }, ref: "g" },
    get("/allocations/review-choices/status/", "r"),
    { ...post, payload: { ...grant, description } },
  ]);
  expect(reply.json.results[3].body.description).toBe(
    "[1] of {'id': 2, 'slug': 'adas', 'name': \"Ada's\", 'is_active': True} and " +
      "{'AP': 'Approved', 'DC': 'Declined', 'CR': 'Changes Requested'}",
  );
});

test("a dry run and a failure leave nothing behind", async () => {
  const dry = await batch([post, post], { dry_run: true });
  expect(dry.json.results.map(({ body }: { body: { id: number } }) => body.id)).toEqual([1, 2]);
  expect(await count()).toBe(0);
  const failed = await batch([post, { ...post, payload: { team: 1 } }]);
  expect(failed.status).toBe(422);
  expect(failed.json).toMatchObject({
    detail: "Step #2 (POST /research/grants/) failed with status 400",
    step: 2,
    status: 400,
    body: { title: ["This field is required."] },
  });
  expect(await count()).toBe(0);
  expect((await batch([post])).json.results[0].body.id).toBe(1);
});

test("500 steps with references run in one request", async () => {
  const actions = Array.from({ length: 500 }, (_, i) => ({
    ...post,
    ref: `g${i}`,
    payload: { ...grant, title: i === 0 ? "first" : `after @ref{g${i - 1}.id}` },
  }));
  const { json } = await batch(actions);
  expect(json.results).toHaveLength(500);
  expect(json.results[499].body.title).toBe("after 499");
});

test("a batch in a batch shares its fate", async () => {
  const inner = { method: "POST", path: "/batch/", payload: { job: { actions: [post] } } };
  expect((await batch([inner])).json.results[0]).toMatchObject({ status: 200, body: null });
  expect(await count()).toBe(1);
  const dry = { method: "POST", path: "/batch/", payload: { job: { actions: [post], dry_run: true } } };
  expect((await batch([dry, post])).status).toBe(200);
  expect(await count()).toBe(2);
  expect((await batch([inner, get("/nope/")])).status).toBe(422);
  expect(await count()).toBe(2);
});

test("files of a multipart batch reach their step", async () => {
  await admin.send("POST", "/allocations/requests/", { title: "R", description: "D", submitter: 1, team: 1 });
  const form = new FormData();
  const payload = { request: 1, file: "@file{up}", name: "n" };
  form.set("job", JSON.stringify({ actions: [{ method: "POST", path: "/allocations/attachments/", payload }] }));
  form.set("up", new Blob(["data"]), "b.txt");
  const reply = await admin.send("POST", "/batch/", form);
  expect(reply.json.results[0].body).toMatchObject({ file: "allocations/b.txt", name: "n" });
});

describe("a token that cannot be resolved ends the batch with 422", () => {
  test.each([
    ["@ref{nope.id}", 'Alias "nope" has not been defined by a previous step'],
    ["@ref{t.zzz}", 'Key "zzz" not found in response'],
    ["@ref{t.results.9}", 'Invalid list index "9"'],
    ["@ref{t.results.x}", 'Invalid list index "x"'],
    ["@ref{t.count.x}", 'Cannot traverse into int with "x"'],
    ["@ref{t.next.x}", 'Cannot traverse into NoneType with "x"'],
    ["@ref{t-u.id}", "Reference labels may only contain letters, numbers, and underscores"],
    ["@file{x}", 'File part "x" was not uploaded with this request'],
  ])("%s", async (token, reason) => {
    const reply = await batch([get("/users/teams/", "t"), { ...post, payload: { deep: [{ title: token }] } }]);
    expect([reply.status, reply.json]).toEqual([
      422,
      { detail: `Cannot resolve reference "${token}": ${reason}`, token },
    ]);
  });
});

describe("a job that is wrong is refused with 400", () => {
  const required = "This field is required.";
  test.each([
    [{}, { non_field_errors: ["No data provided"] }],
    [{ job: null }, { non_field_errors: ["No data provided"] }],
    [[], { non_field_errors: ["No data provided"] }],
    [{ job: "{bad" }, { detail: "The `job` field is not valid JSON." }],
    [{ job: [] }, { non_field_errors: ["Invalid data. Expected a dictionary, but got list."] }],
    [{ job: {} }, { actions: [required] }],
    [{ job: { actions: [] } }, { actions: { non_field_errors: ["This list may not be empty."] } }],
    [{ job: { actions: [{}] } }, { actions: [{ method: [required], path: [required] }] }],
    [
      { job: { actions: [post, { method: "get", path: "/" }] } },
      { actions: [{}, { method: ['"get" is not a valid choice.'] }] },
    ],
    [
      { job: { actions: [{ ...post, ref: "a-b" }] } },
      { actions: [{ ref: ["Reference aliases may only contain alphanumeric characters and underscores."] }] },
    ],
    [
      {
        job: {
          actions: [
            { ...post, ref: "a" },
            { ...post, ref: "a" },
          ],
        },
      },
      { actions: ["Reference aliases must be unique within a job."] },
    ],
    [
      { job: { actions: [{ ...post, payload: null, query_params: [] }] } },
      {
        actions: [
          {
            payload: ["This field may not be null."],
            query_params: ['Expected a dictionary of items but got type "list".'],
          },
        ],
      },
    ],
  ])("%j", async (body, problem) => {
    const reply = await admin.send("POST", "/batch/", body);
    expect([reply.status, reply.json]).toEqual([400, problem]);
  });
});

test("paths are exact, and sessions are not for batches", async () => {
  expect((await batch([get("/config")])).json).toMatchObject({
    status: 404,
    body: { detail: "No route matched: /config" },
  });
  expect((await batch([get("http://evil.example/config/")])).json).toMatchObject({ status: 404 });
  expect((await batch([{ method: "POST", path: "/authentication/logout/" }])).json).toMatchObject({
    step: 1,
    status: 400,
  });
  expect((await admin.send("GET", "/authentication/whoami/")).status).toBe(200);
});

test("every step counts for the throttle", async () => {
  await using throttled = await startKeystone();
  const { admin: caller } = await cast(throttled);
  const actions = Array.from({ length: 301 }, () => get("/config/"));
  const reply = await caller.send("POST", "/batch/", { job: { actions } });
  expect(reply.json).toMatchObject({
    status: 429,
    body: { detail: expect.stringContaining("Request was throttled.") },
  });
});
