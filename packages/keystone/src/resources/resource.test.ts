import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { scriptedTransport } from "@latchkey/session/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failureOf, keystoneTwins, resourceOf } from "../testbed/keystoneTwins.ts";

let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true });
});

afterAll(() => box.close());

const admin = { username: "admin", password: "quickstart" } as const;
const url = "http://localhost";

describe.each(keystoneTwins)("resources of the $twin client", ({ twin, open }) => {
  test("a record is created, read, changed, replaced and deleted", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const teams = await resourceOf(client, "users/teams");
    const grants = await resourceOf(client, "research/grants");
    const team = await teams.create({ name: `Team of ${twin}` });
    const fields = { team: team.id, title: "Waves", agency: "DOE", amount: "12.50", start_date: "2026-01-01" };
    const grant = await grants.create({ ...fields, pi: "Ada" });
    expect(grant).toMatchObject({ ...fields, pi: "Ada", end_date: null, _team: { id: team.id } });
    expect(await grants.retrieve(grant.id)).toEqual(grant);
    expect(await grants.update(grant.id, { end_date: "2027-01-01" })).toMatchObject({
      ...fields,
      end_date: "2027-01-01",
    });
    expect(await grants.replace(`${grant.id}`, { ...fields, title: "Tides" })).toMatchObject({
      title: "Tides",
      pi: "Ada",
    });
    expect(await grants.list({ team: team.id, title__in: ["Tides", "Waves"] })).toMatchObject({ count: 1 });
    expect(await grants.delete(grant.id)).toBe(true);
    expect(await grants.delete(grant.id)).toBe(false);
    expect(await grants.retrieve(grant.id)).toBeNull();
    expect(await teams.delete(BigInt(team.id))).toBe(true);
    await client.close();
  });

  test("a refusal is thrown, with what the server said", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const teams = await resourceOf(client, "users/teams");
    expect(await failureOf(async () => teams.create({ name: "" }))).toMatchObject({
      name: "StatusError",
      status: 400,
      problem: { name: ["This field may not be blank."] },
    });
    expect(await failureOf(async () => teams.update(999_999, {}))).toMatchObject({ name: "StatusError", status: 404 });
    await client.close();
    expect(await failureOf(async () => teams.list())).toMatchObject({ code: "closed" });
  });

  test("a server without such an API is not a missing record", async () => {
    const html = { status: 404, text: "<h1>Not Found</h1>", headers: { "content-type": "text/html" } };
    const client = open({ url, transport: scriptedTransport(() => html) });
    const teams = await resourceOf(client, "users/teams");
    expect(await failureOf(async () => teams.retrieve(1))).toMatchObject({ name: "StatusError", status: 404 });
    expect(await failureOf(async () => teams.delete(1))).toMatchObject({ name: "StatusError", status: 404 });
  });

  test("an id is one segment of the path, whatever it holds", async () => {
    const transport = scriptedTransport(() => ({ json: {} }));
    const client = open({ url, transport });
    const teams = await resourceOf(client, "users/teams");
    await teams.retrieve("1/a/users/1?x#y");
    expect(transport.requests.map((request) => request.url)).toEqual([
      "http://localhost/users/teams/1%2Fa%2Fusers%2F1%3Fx%23y/",
    ]);
    for (const id of ["", ".", "..", "1/../../users/1"]) {
      expect(await failureOf(async () => teams.delete(id))).toMatchObject({ name: "UsageError", code: "endpoint" });
    }
  });
});
