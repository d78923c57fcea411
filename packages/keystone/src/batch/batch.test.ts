import { inspect } from "node:util";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { scriptedTransport } from "@latchkey/session/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { failureOf, keystoneTwins } from "../testbed/keystoneTwins.ts";
import { BatchError } from "./batchError.ts";
import type { Job } from "./job.ts";

let box: KeystoneBox;
let secretTeam: number;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true });
  await using client = new AsyncKeystoneClient({ url: box.url });
  await client.login(admin);
  secretTeam = (await client.resource("users/teams").create({ name: "S3CR3T" })).id;
});

afterAll(() => box.close());

const admin = { username: "admin", password: "quickstart" } as const;
const url = "http://localhost";
const grant = { title: "Waves", agency: "DOE", amount: "1.00", start_date: "2026-01-01" } as const;

describe.each(keystoneTwins)("a job of the $twin client", ({ twin, open }) => {
  test("carries references from one action to the next, and gives each result in its place", async () => {
    const client = open({ url: box.url });
    const { id: user } = await client.login(admin);
    const { results, returned, dryRun } = await client.batch((job) => {
      const team = job.post("users/teams", { json: { name: `Job of ${twin}` }, as: "team" });
      const member = job.post("users/memberships", { json: { team: team.ref("id"), user, role: "OW" } });
      const closed = job.patch(`users/teams/${team.ref("id")}`, { json: { is_active: false } });
      const listed = job.get("users/teams", { params: { is_active: false, name__in: [`Job of ${twin}`] } });
      const again = job.get(`users/teams/${listed.ref("results", 0, "id")}/`);
      const gone = job.delete(`users/teams/${team.ref("id")}`);
      return { team, others: [member, closed] as const, again, gone, note: "kept" };
    });
    const { id } = returned.team.body;
    expect(dryRun).toBe(false);
    expect(results.map(({ index, method, path, status }) => [index, method, path, status])).toEqual([
      [1, "POST", "/users/teams/", 201],
      [2, "POST", "/users/memberships/", 201],
      [3, "PATCH", `/users/teams/${id}/`, 200],
      [4, "GET", "/users/teams/", 200],
      [5, "GET", `/users/teams/${id}/`, 200],
      [6, "DELETE", `/users/teams/${id}/`, 204],
    ]);
    expect(returned.team.alias).toBe("team");
    expect(returned.others[0].body).toMatchObject({ team: id, user, role: "OW" });
    expect(returned.others[1].body.is_active).toBe(false);
    expect(returned.again.body.name).toBe(`Job of ${twin}`);
    expect(returned.gone.body).toBeNull();
    expect(returned.note).toBe("kept");
    await client.close();
  });

  test("a dry run answers the same and leaves nothing", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const name = `Dry ${twin}`;
    const { returned, dryRun } = await client.batch((job) => job.post("users/teams", { json: { name } }), {
      dryRun: true,
    });
    expect([dryRun, returned.status, returned.body.name]).toEqual([true, 201, name]);
    expect((await client.httpGet("users/teams", { params: { name } })).raiseForStatus().json().count).toBe(0);
    await client.close();
  });

  test("500 grants go in one request; one that is refused leaves none, and is named", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const before = (await box.requests()).length;
    const { returned } = await client.batch((job) => {
      const team = job.post("users/teams", { json: { name: `Many ${twin}` } });
      return Array.from({ length: 500 }, () =>
        job.post("research/grants", { json: { ...grant, team: team.ref("id") } }),
      );
    });
    expect(returned).toHaveLength(500);
    expect((await box.requests()).length).toBe(before + 1);
    const team = returned[0]?.body.team ?? 0;
    const failing = client.batch((job) => {
      for (let count = 0; count < 10; count += 1) job.post("research/grants", { json: { ...grant, team } });
      job.post("research/grants", { json: { ...grant, team, amount: "much" }, as: "wrong" });
      job.post("research/grants", { json: { ...grant, team } });
    });
    const error = await failureOf(failing);
    expect(error).toBeInstanceOf(BatchError);
    expect(error).toMatchObject({
      name: "BatchError",
      status: 422,
      actionStatus: 400,
      action: { index: 11, method: "POST", path: "/research/grants/", alias: "wrong" },
      problem: { amount: ["A valid number is required."] },
      message: expect.stringContaining("Action 11 of 12 (POST /research/grants/ as wrong) failed with status 400"),
    });
    expect((await client.httpGet("research/grants", { params: { team } })).raiseForStatus().json().count).toBe(500);
    await client.close();
  });

  test("a reference that the server cannot resolve names the action that holds it", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const error = await failureOf(
      client.batch((job) => {
        const teams = job.get("users/teams", { params: { name: "none of this name" } });
        job.get("users/users");
        job.delete(`users/teams/${teams.ref("results", 0, "id")}`);
      }),
    );
    expect(error).toMatchObject({
      name: "BatchError",
      token: "@ref{a1.results.0.id}",
      action: { index: 3, method: "DELETE", path: "/users/teams/@ref{a1.results.0.id}/" },
      actionStatus: undefined,
      message: expect.stringContaining("Action 3 of 3"),
    });
    await client.close();
  });

  test.each<[string, (job: Job) => unknown, string]>([
    ["of a path that is none", (job) => job.get("users/nope?name=S3CR3T%20&b=S3CR3T"), "/users/nope/?name&b"],
    ["that is long", (job) => job.get(`users/nope?name=${"S3CR3T".repeat(300)}`), "/users/nope/?name"],
    ["that is wrong", (job) => job.get("users/users?id=S3CR3T&name=S3CR3T"), "/users/users/?id&name"],
    [
      "that a reference came to",
      (job) => {
        const team = job.get(`users/teams/${secretTeam}`);
        return job.get(`users/${team.ref("slug")}?a=S3CR3T&name=${team.ref("name")}&b=S3CR3T`);
      },
      "/users/@ref{a1.slug}/?a&name&b",
    ],
  ])("no error holds the value of a query %s", async (_what, build, path) => {
    const client = open({ url: box.url });
    await client.login(admin);
    const error = await failureOf(client.batch(build));
    expect(error).toMatchObject({ name: "BatchError", action: { path } });
    const { stack, message } = error as BatchError;
    for (const shown of [message, stack, JSON.stringify(error), inspect(error, { depth: null, showHidden: true })]) {
      expect(shown).not.toContain("S3CR3T");
    }
    expect(message).toContain("The server says: ");
    await client.close();
  });

  test("its parameters and forms are what those of a verb may be", async () => {
    const client = open({ url: box.url });
    const { id: submitter } = await client.login(admin);
    const fields = { title: "t", description: "d", submitter, team: secretTeam };
    const { id } = (await client.httpPost("allocations/requests", { json: fields })).raiseForStatus().json();
    const files = { file: { content: "a", filename: "a.txt" } };
    const { returned } = await client.batch((job) => ({
      large: job.get("users/users", Object({ params: { id: BigInt(submitter) } })),
      search: job.get("users/users", Object({ params: new URLSearchParams(`id=0&id=${submitter}`) })),
      attached: job.post("allocations/attachments", Object({ form: { request: BigInt(id) }, files })),
    }));
    expect(returned).toMatchObject({
      large: { body: { count: 1 } },
      search: { body: { count: 1 } },
      attached: { body: { request: id } },
    });
    await client.close();
  });

  test("json that has no form is refused beside files too", async () => {
    const transport = scriptedTransport(() => ({ json: {} }));
    const client = open({ url, transport });
    const failing = client.batch((job) => {
      job.post("plugin", { form: {}, files: { file: new Blob(["x"]) } });
      job.post("plugin", { json: { id: 5n } });
    });
    expect(await failureOf(failing)).toMatchObject({
      name: "UsageError",
      message: "Action 2 (POST /plugin/): json holds a BigInt, which JSON has no form for.",
    });
    expect(transport.requests).toEqual([]);
  });

  test("a builder that is async is refused, whatever becomes of its promise", async () => {
    const transport = scriptedTransport(() => ({ json: {} }));
    const client = open({ url, transport });
    const builders = [
      async (job: Job) => job.get("users/teams"),
      async (job: Job) => {
        job.get("users/teams");
        throw new Error("Nobody hears this.");
      },
    ];
    for (const build of builders) {
      // @ts-expect-error -- The compiler refuses it too.
      expect(await failureOf(client.batch(build))).toMatchObject({
        name: "UsageError",
        code: "option",
        message: "A job is built at once: the function that builds it must not be async.",
      });
    }
    expect(transport.requests).toEqual([]);
  });

  test("a closed client says so before anything is built", async () => {
    const client = open({ url, transport: scriptedTransport([]) });
    await client.close();
    const built: string[] = [];
    const failing = client.batch((job) => {
      built.push("job");
      return job.get("users/teams");
    });
    expect(await failureOf(failing)).toMatchObject({ name: "UsageError", code: "closed" });
    expect(built).toEqual([]);
  });

  test("files go along as parts of their own", async () => {
    const client = open({ url: box.url });
    const { id: submitter } = await client.login(admin);
    const content = new Blob(["plain words"]);
    const { returned } = await client.batch((job) => {
      const team = job.post("users/teams", { json: { name: `Files ${twin}` } });
      const request = job.post("allocations/requests", {
        json: { title: "t", description: "d", submitter, team: team.ref("id") },
      });
      const attach = (name: string) =>
        job.post("allocations/attachments", {
          form: { request: request.ref("id"), name },
          files: { file: { content, filename: `${name}.txt` } },
        });
      return [attach("one"), attach("two")];
    });
    expect(returned.map(({ status, body }) => [status, body.name])).toEqual([
      [201, "one"],
      [201, "two"],
    ]);
    await client.close();
  });

  test("sends exactly the server's paths, whatever the base", async () => {
    const transport = scriptedTransport(() => ({ json: { results: [{ status: 200, body: null }] } }));
    const client = open({ url: "http://localhost/keystone/api", transport });
    for (const path of ["users/teams", "/users//teams/", "users/teams/?name=a"])
      await client.batch((job) => job.get(path));
    expect(transport.requests[0]?.url).toBe("http://localhost/keystone/api/batch/");
    expect(transport.requests.map(({ text }) => JSON.parse(text))).toEqual(
      ["/users/teams/", "/users/teams/", "/users/teams/?name=a"].map((path) => ({
        job: { dry_run: false, actions: [{ method: "GET", path }] },
      })),
    );
  });

  test("a server without jobs is told from a refusal", async () => {
    const client = open({ url, transport: scriptedTransport(() => ({ status: 404, text: "<h1>Not Found</h1>" })) });
    expect(await failureOf(client.batch((job) => job.get("users/teams")))).toMatchObject({
      name: "StatusError",
      status: 404,
      message: expect.stringContaining("since Keystone 0.10.0"),
    });
  });

  test.each([
    { json: { results: [] } },
    { json: { results: [{ status: 200 }, { status: 200 }] } },
    { json: [] },
    { json: { results: [{}] } },
  ])("an answer of %j is no result", async (reply) => {
    const client = open({ url, transport: scriptedTransport([reply]) });
    expect(await failureOf(client.batch((job) => job.get("users/teams")))).toMatchObject({ name: "DecodeError" });
  });
});
