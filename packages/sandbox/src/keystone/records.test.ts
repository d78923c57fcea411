import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, cast, type KeystoneSession } from "../testbed/keystoneSession.ts";
import { type KeystoneBox, startKeystone } from "./startKeystone.ts";

let box: KeystoneBox;
let admin: KeystoneSession;
let ann: KeystoneSession;

beforeEach(async () => {
  box = await startKeystone({ throttle: false });
  ({ admin, ann } = await cast(box, "ann"));
  await admin.send("POST", "/users/teams/", { name: "Ours" });
  await admin.send("POST", "/users/memberships/", { user: 2, team: 1, role: "OW" });
});
afterEach(() => box.close());

const grant = { team: 1, title: "G", agency: "NSF", amount: "1000.5", start_date: "2026-01-01" };

test("initials are whole characters", async () => {
  const user = { username: "𝒶𝒷𝒸", password: "Sup3r-secret-pw" };
  const named = await admin.send("POST", "/users/users/", { ...user, first_name: "𝔄da", last_name: "Éclair" });
  expect(named.json.abbreviation).toBe("𝔄É");
  const { json } = await admin.send("PATCH", `/users/users/${named.json.id}/`, { first_name: null });
  expect(json.abbreviation).toBe("𝒶𝒷");
});

test("an upload names its file as clients of any language do", async () => {
  await admin.send("POST", "/allocations/requests/", { title: "t", description: "d", submitter: 1, team: 1 });
  const upload = async (parameters: string): Promise<Answer> =>
    admin.send(
      "POST",
      "/allocations/attachments/",
      [
        "--XX\r\nContent-Disposition: form-data; name=request\r\n\r\n1\r\n",
        `--XX\r\nContent-Disposition: form-data; name=file; ${parameters}\r\n\r\nhi\r\n--XX--\r\n`,
      ].join(""),
      { "Content-Type": 'multipart/form-data; boundary="XX"' },
    );
  const { json } = await upload(`filename=ete.txt; filename*=utf-8''%C3%A9t%C3%A9.txt`);
  expect(json).toMatchObject({ name: "été.txt", file: "allocations/été.txt" });
  expect((await upload('filename=""')).json).toEqual({ file: ["No file was submitted."] });
});

describe("history", () => {
  test("tells what was made and changed by whom, newest first, in Python's words", async () => {
    const { json } = await ann.send("POST", "/research/grants/", { ...grant, pi: "" });
    expect(json).toMatchObject({ amount: "1000.50", pi: "", grant_number: null });
    await ann.send("PATCH", "/research/grants/1/", { title: "G" });
    const { json: changed } = await admin.send("PATCH", "/research/grants/1/", { amount: 5, end_date: "2027-01-01" });
    const [update, create, ...rest] = changed._history;
    expect(update).toMatchObject({
      action: "update",
      actor: 1,
      changes: { amount: ["1000.50", "5.00"], end_date: ["None", "2027-01-01"] },
    });
    expect(create).toMatchObject({ action: "create", actor: 2, _actor: { username: "ann" } });
    expect(create.changes).toEqual({
      id: ["None", "1"],
      title: ["None", "G"],
      agency: ["None", "NSF"],
      amount: ["None", "1000.50"],
      pi: ["None", ""],
      start_date: ["None", "2026-01-01"],
      team: ["None", "1"],
    });
    expect(rest).toEqual([]);
  });

  test("shows half of a password's hash, and outlives the record", async () => {
    const { json: user } = await admin.send("POST", "/users/users/", { username: "eve", password: "Sup3r-secret-pw" });
    const [, hash] = user._history[0].changes.password;
    expect(hash).toMatch(/^\*{40,}[\w-]{40,}$/);
    await admin.send("DELETE", "/users/users/3/");
    const { json } = await admin.send("GET", "/logs/audit/?object_pk=3&_limit=1");
    expect(json.results[0]).toMatchObject({ action: "delete", record_name: "users | User", record_id: 3, actor: 1 });
    const feed = await admin.send("GET", "/logs/feed/?record_type=audit&_limit=1");
    expect(feed.json.results[0]).toMatchObject({
      id: `a${json.results[0].id}`,
      summary: "User #3 - eve",
      status: null,
    });
  });
});

describe("deleting", () => {
  test("a team takes everything of its with it", async () => {
    await ann.send("POST", "/research/grants/", grant);
    await ann.send("POST", "/allocations/requests/", {
      team: 1,
      title: "R",
      description: "D",
      submitter: 2,
      grants: [1],
    });
    await ann.send("POST", "/allocations/comments/", { request: 1, content: "x" });
    expect((await ann.send("DELETE", "/users/teams/1/")).status).toBe(204);
    for (const path of [
      "/users/memberships/1/",
      "/research/grants/1/",
      "/allocations/requests/1/",
      "/allocations/comments/1/",
    ]) {
      expect([path, (await admin.send("GET", path)).status]).toEqual([path, 404]);
    }
  });

  test("is refused in JSON where the real server crashes", async () => {
    await ann.send("POST", "/allocations/requests/", { team: 1, title: "R", description: "D", submitter: 2 });
    await admin.send("POST", "/allocations/clusters/", { name: "c" });
    await admin.send("POST", "/allocations/allocations/", { request: 1, cluster: 1, requested: 1 });
    const refused = async (session: KeystoneSession, path: string): Promise<number> =>
      (await session.send("DELETE", path)).status;
    expect([
      await refused(admin, "/users/users/2/"),
      await refused(admin, "/allocations/clusters/1/"),
      await refused(admin, "/users/users/1/"),
    ]).toEqual([409, 409, 409]);
    expect((await admin.send("GET", "/users/users/2/")).status).toBe(200);
  });
});

describe("bodies", () => {
  const bad = (path: string, body: unknown): Promise<Answer> => admin.send("POST", path, body);

  test.each<[string, unknown, object]>([
    ["/users/teams/", [1], { non_field_errors: ["Invalid data. Expected a dictionary, but got list."] }],
    ["/users/teams/", null, { non_field_errors: ["No data provided"] }],
    ["/users/teams/", { name: "Ours" }, { name: ["team with this name already exists."] }],
    ["/users/teams/", { name: "OURS!" }, { name: ["A team with this name already exists."] }],
    [
      "/users/memberships/",
      { user: 2, team: 1, role: "AD" },
      { non_field_errors: ["The fields user, team must make a unique set."] },
    ],
    [
      "/users/memberships/",
      { user: "x", team: 9, role: null },
      {
        user: ["Incorrect type. Expected pk value, received str."],
        team: ['Invalid pk "9" - object does not exist.'],
        role: ["This field may not be null."],
      },
    ],
    [
      "/users/users/",
      { username: "weak", password: "12345678" },
      { non_field_errors: ["This password is too common.", "This password is entirely numeric."] },
    ],
    [
      "/allocations/clusters/",
      { name: "c", access_teams: "1" },
      { access_teams: ['Expected a list of items but got type "str".'] },
    ],
    [
      "/allocations/clusters/",
      { name: "c", access_teams: [1, 9] },
      { access_teams: ['Invalid pk "9" - object does not exist.'] },
    ],
  ])("POST %s %j", async (path, body, problem) => {
    const reply = await bad(path, body);
    expect([reply.status, reply.json]).toEqual([400, problem]);
  });

  test("a form's missing checkbox is false, but where the API has a default of its own", async () => {
    const cluster = await admin.send("POST", "/allocations/clusters/", new URLSearchParams({ name: "c" }));
    const team = await admin.send("POST", "/users/teams/", new URLSearchParams({ name: "Form" }));
    expect([cluster.json.enabled, team.json.is_active]).toEqual([false, true]);
    const list = new URLSearchParams([
      ["name", "d"],
      ["enabled", "on"],
      ["access_teams", "2"],
      ["access_teams", "1"],
      ["access_teams", "2"],
    ]);
    expect((await admin.send("POST", "/allocations/clusters/", list)).json).toMatchObject({
      enabled: true,
      access_teams: [1, 2],
    });
  });

  test("PUT wants what is required and leaves the rest, but for the API's own defaults", async () => {
    await admin.send("PATCH", "/users/teams/1/", { is_active: false });
    expect((await admin.send("PUT", "/users/teams/1/", {})).json).toMatchObject({ name: "Ours", is_active: true });
    await ann.send("POST", "/research/grants/", { ...grant, pi: "Bo" });
    expect((await ann.send("PUT", "/research/grants/1/", { title: "H" })).json).toMatchObject({
      agency: ["This field is required."],
    });
    expect((await ann.send("PUT", "/research/grants/1/", { ...grant, title: "H" })).json).toMatchObject({
      title: "H",
      pi: "Bo",
    });
  });

  test("a second publication with a blank DOI is a clash, where the real server crashes; without one it is none", async () => {
    const paper = { team: 1, title: "P", doi: "" };
    const send = (body: object): Promise<Answer> => ann.send("POST", "/research/publications/", body);
    expect((await send(paper)).status).toBe(201);
    const second = await send(paper);
    expect([second.status, second.json]).toEqual([400, { doi: ["publication with this doi already exists."] }]);
    expect((await ann.send("PATCH", "/research/publications/1/", paper)).status).toBe(200);
    for (const doi of [null, null, undefined]) expect((await send({ ...paper, doi })).status).toBe(201);
  });
});

describe("uploads", () => {
  beforeEach(async () => {
    await ann.send("POST", "/allocations/requests/", { team: 1, title: "R", description: "D", submitter: 2 });
  });
  const upload = (name: string, size: number): Promise<Answer> => {
    const form = new FormData();
    form.set("request", "1");
    form.set("file", new Blob(["x".repeat(size)], { type: "text/plain" }), name);
    return ann.send("POST", "/allocations/attachments/", form);
  };

  test.each([
    ["a.txt", 0, "The submitted file is empty."],
    ["noext", 1, "File type could not be resolved."],
    ["a.zip", 1, "File type 'application/zip' is not allowed."],
    ["a.txt", 2_621_441, "File size should not exceed 2.50 MB."],
  ])("%s of %d bytes is refused", async (name, size, message) => {
    const reply = await upload(name, size);
    expect([reply.status, reply.json]).toEqual([400, { file: [message] }]);
  });

  test("the largest size passes; a text is no file; nothing is nothing", async () => {
    expect((await upload("a.txt", 2_621_440)).status).toBe(201);
    const text = await ann.send("POST", "/allocations/attachments/", { request: 1, file: "x" });
    expect(text.json.file[0]).toMatch(/^The submitted data was not a file\./);
    expect((await ann.send("POST", "/allocations/attachments/", { request: 1 })).json).toEqual({
      file: ["No file was submitted."],
    });
  });

  test("more than a hundred files get a page", async () => {
    const form = new FormData();
    for (let i = 0; i < 101; i++) form.set(`f${i}`, new Blob(["x"]), "a.txt");
    const reply = await ann.send("POST", "/allocations/attachments/", form);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
  });
});
