import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { KeystoneClient } from "../keystoneClient.ts";

const admin = { username: "admin", password: "quickstart" } as const;
const names = Array.from({ length: 120 }, (_, index) => `Team ${String(index).padStart(3, "0")}`);

let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true });
  await using client = new AsyncKeystoneClient({ url: box.url });
  await client.login(admin);
  const requests = names.map((name) => ({ method: "POST", endpoint: "users/teams", json: { name } }));
  const items = await client.all(requests, { maxConcurrency: 10 });
  expect(items.every(({ response }) => response?.status === 201)).toBe(true);
});

afterAll(() => box.close());

const params = { name__startswith: "Team ", _order: "-name" } as const;

describe("the sandbox's teams", () => {
  test("are listed by the async client, page by page", async () => {
    await using client = new AsyncKeystoneClient({ url: box.url });
    await client.login(admin);
    const seen: string[] = [];
    for await (const team of client.paginate("users/teams", { params, pageSize: 25, prefetch: 3 }))
      seen.push(team.name);
    expect(seen).toEqual(names.toReversed());
  });

  test("are listed by the blocking client, page by page", () => {
    using client = new KeystoneClient({ url: box.url });
    client.login(admin);
    const seen: string[] = [];
    for (const team of client.paginate("users/teams", { params, pageSize: 25, prefetch: 3 })) seen.push(team.name);
    expect(seen).toEqual(names.toReversed());
  });

  test("can be deleted while they are listed, all of them", () => {
    using client = new KeystoneClient({ url: box.url });
    client.login(admin);
    const options = { params: { name__startswith: "Team 0" }, pageSize: 10 };
    for (const { id } of client.paginate("users/teams", options)) client.httpDelete(`users/teams/${id}`);
    expect([...client.paginate("users/teams", options)]).toEqual([]);
  });
});
