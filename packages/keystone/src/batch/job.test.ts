import { describe, expect, test } from "vitest";
import type { Action } from "./action.ts";
import { Job } from "./job.ts";

const team = { name: "t" };

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
  });

  test("a reference within params, which the server leaves as it is", () => {
    const job = new Job();
    const made = job.post("users/teams", { json: team });
    expect(() => job.get("users/teams", { params: { name: made.ref("name") } })).toThrow("no values into queries");
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
    [`x?${"y".repeat(2050)}`, "longer than 2048"],
  ])("the path %j", (path, why) => {
    expect(() => new Job().get(path)).toThrow(why);
  });

  test("names that are taken or cannot be written", () => {
    const job = new Job();
    job.post("users/teams", { json: team, as: "x" });
    expect(() => job.post("users/teams", { json: team, as: "x" })).toThrow('"x" is the name of an earlier action');
    expect(() => job.post("users/teams", { json: team, as: "a b" })).toThrow("letters, digits and underscores");
    // Typed for a body that is not known, so that any key can be tried.
    const any = job.post("plugin") as Action<Record<string, unknown>>;
    for (const key of ["a.b", "", "}", "@x"]) expect(() => any.ref(key)).toThrow("made of field names");
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
