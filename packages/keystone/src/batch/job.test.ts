import { describe, expect, test } from "vitest";
import type { Action } from "./action.ts";
import { Job } from "./job.ts";

const team = { name: "t" };

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;

test("an action is no value, neither in a body nor in a path: its fields are", () => {
  const action = new Job().post("users/teams", { json: team });
  const refusal = { name: "UsageError", code: "option", hint: expect.stringContaining('action.ref("id")') };
  expect(() => JSON.stringify({ team: action })).toThrow(expect.objectContaining(refusal));
  // What linters refuse, and the compiler takes.
  expect(() => String(action)).toThrow(expect.objectContaining(refusal));
  expect(JSON.stringify({ team: action.ref("id") })).toContain("@ref{");
  // And in a job:
  const job = new Job();
  const made = job.post("users/teams", { json: team });
  // As JavaScript may write it.
  expect(() => job.post("users/memberships", { json: { team: made } as never })).toThrow(
    expect.objectContaining(refusal),
  );
});

describe("a job refuses before anything is sent", () => {
  test("a reference to another job's action, or to none", () => {
    const other = new Job().post("users/teams", { json: team });
    const job = new Job();
    const foreign = other.ref("name");
    expect(() => job.post("users/teams", { json: { name: foreign } })).toThrow(
      "no earlier action of this job gave out",
    );
    expect(() => job.delete(`users/teams/${other.ref("id")}`)).toThrow("Action 1 (DELETE /users/teams/@ref{a1.id}/)");
    expect(() => job.post("plugin", { json: { deep: [{ text: "see @ref{a1.id}" }] } })).toThrow("no earlier action");
    expect(() => job.post("plugin", { json: { text: "@file{file1}" } })).toThrow("a file that no earlier action");
    expect(() => job.post("plugin", { json: { "@ref{x}": 1 } })).toThrow("no earlier action");
    const hidden = { toJSON: () => "@ref{a1.id}" };
    expect(() => job.post("plugin", { json: { hidden } })).toThrow("no earlier action");
  });

  test("a reference within params, which the server leaves as it is", () => {
    const job = new Job();
    const made = job.post("users/teams", { json: team });
    const params = { _limit: 5, name: made.ref("name") };
    for (const name of [params.name, "@ref{a1.name"]) {
      expect(() => job.get("users/teams", { params: { ...params, name } })).toThrow(
        "Action 2 (GET /users/teams/): params.name holds a reference",
      );
    }
  });

  test.each([
    ["http://localhost/users/teams", "not an address"],
    ["", "needs a path"],
    ["/", "needs a path"],
    ["users/../admin", "no path has"],
    ["users/%2e%2e/x", "no path has"],
    ["users/teams#x", "no path has"],
    ["users/\n", "no path has"],
    ["batch", "cannot be part of a job"],
    ["/authentication/login/", "cannot be part of a job"],
    [`x?${"y".repeat(2045)}`, "longer than 2048"],
    ["users/teams/@ref{a1.id", "no earlier action"],
    [undefined, "must be a string"],
  ])("the path %j", (path, why) => {
    // JavaScript passes anything.
    expect(() => new Job().get(path as string)).toThrow(why);
  });

  test("names that are taken or cannot be written", () => {
    const job = new Job();
    job.post("users/teams", { json: team, as: "x" });
    expect(() => job.post("users/teams", { json: team, as: "x" })).toThrow('"x" is the name of an earlier action');
    expect(() => job.post("users/teams", { json: team, as: "a b" })).toThrow("letters, digits and underscores");
    // Typed for a body that is not known, so that any key can be tried.
    const any = job.post("plugin") as Action<Record<string, unknown>>;
    for (const key of ["a.b", "a-b", "é", "a b", "", "}", "@x"]) {
      expect(() => any.ref(key)).toThrow(
        `made of letters, digits and underscores, or a list index from 0, not "${key}"`,
      );
    }
    const list = job.get("users/teams");
    for (const index of [-1, 1.5, Number.NaN]) expect(() => list.ref("results", index)).toThrow(`not ${index}`);
  });

  test.each<[string, unknown, string]>([
    ["json that refers to itself", { json: cycle }, "Action 1 (POST /plugin/): json refers to itself."],
    ["json that refers to itself, deep down", { json: { a: [cycle] } }, "refers to itself"],
    ["a bigint in json", { json: { id: 5n } }, "Action 1 (POST /plugin/): json holds a BigInt"],
    ["a form that refers to itself", { form: cycle }, "Action 1 (POST /plugin/): form refers to itself."],
    ["null for json", { json: null }, "must be an object of fields"],
    ["a date for json", { json: new Date(0) }, "must be an object of fields"],
    ["a map for json", { json: new Map([["a", 1]]) }, "must be an object of fields"],
    ["parameters for a form", { form: new URLSearchParams("a=1") }, "must be an object of fields"],
    ["a map for params", { params: new Map([["id", 1]]) }, "params must be an object or URLSearchParams"],
    ["pairs for params", { params: [["id", 1]] }, "params must be an object or URLSearchParams"],
    ["text for params", { params: "id=1" }, "params must be an object or URLSearchParams"],
    ["null for params", { params: null }, "params must be an object or URLSearchParams"],
    ["null for a parameter", { params: { id: null } }, "params.id must be a string, number, bigint, boolean or Date"],
    ["null for the options", null, "Action 1 (POST /plugin/): its options must be an object"],
    ["text for the options", "json", "its options must be an object"],
  ])("%s", (_what, options, why) => {
    // JavaScript passes anything.
    const post = (): unknown => new Job().post("plugin", options as object);
    expect(post).toThrow(expect.objectContaining({ name: "UsageError" }));
    expect(post).toThrow(why);
  });

  test("json beside files, null beside a file, unknown options, and actions after the end", () => {
    const job = new Job();
    const files = { file: new Blob(["x"]) };
    expect(() => job.post("plugin", { json: {}, files })).toThrow("json cannot go with form or files");
    expect(() => job.post("plugin", { form: { a: null }, files })).toThrow("no null beside a file");
    expect(() => job.post("plugin", { json: [] })).toThrow("must be an object of fields");
    expect(() => job.get("users/teams", Object({ param: {} }))).toThrow('no option "param"');
    job.finish();
    expect(() => job.get("users/teams")).toThrow("was sent already");
  });
});

test("aliases are given where they are needed, and around the caller's own", () => {
  const job = new Job();
  const first = job.post("users/teams", { json: team });
  job.post("users/teams", { json: team, as: "a1" });
  expect([first.ref("id"), first.ref("_membership", 0, "user")]).toEqual([
    "@ref{a1_.id}",
    "@ref{a1_._membership.0.user}",
  ]);
  expect(job.finish().actions.map(({ alias }) => alias)).toEqual(["a1_", "a1"]);
});

test("an action is what it was when it was added, as JSON has it", () => {
  const job = new Job();
  const json = { name: "a", at: new Date(0), none: undefined };
  job.post("plugin", { json });
  json.name = "@ref{a1.id}";
  expect(job.finish().actions[0]?.payload).toEqual({ name: "a", at: "1970-01-01T00:00:00.000Z" });
});

test("parameters and forms hold what those of a verb do: large numbers, and URLSearchParams", () => {
  const job = new Job();
  job.get("plugin", { params: { id: 5n, id__in: [1n, 2], day: new Date(0), none: undefined } });
  job.get("plugin", { params: new URLSearchParams("id=1&name=a,b&id=2") });
  job.post("plugin", { form: { request: 5n, grants: [1n, 2], note: "x" }, files: { file: new Blob(["x"]) } });
  const [listed, searched, posted] = job.finish().actions;
  expect(listed?.query).toEqual({ id: "5", id__in: "1,2", day: "1970-01-01T00:00:00.000Z" });
  expect(searched?.query).toEqual({ id: "2", name: "a,b" });
  expect(posted?.payload).toEqual({ request: "5", grants: ["1", 2], note: "x", file: "@file{file1}" });
});

test("a path ends in a slash where that of a verb does, whatever a reference in it holds", () => {
  const job = new Job();
  const user = job.get("users/users/1");
  job.get("users/users/1.json?format=json");
  job.get(`users/users/${user.ref("id")}`);
  job.get(`users/users/${user.ref("id")}.json`);
  job.get("users/users/1.json/");
  expect(job.finish().actions.map(({ path }) => path)).toEqual([
    "/users/users/1/",
    "/users/users/1.json?format=json",
    "/users/users/@ref{a1.id}/",
    "/users/users/@ref{a1.id}.json",
    "/users/users/1.json/",
  ]);
});

test("a path may have 2048 characters, as the server has it, with all that is added to it", () => {
  const job = new Job();
  job.get(`x?${"y".repeat(2044)}`);
  expect(job.finish().actions[0]?.path).toHaveLength(2048);
});
