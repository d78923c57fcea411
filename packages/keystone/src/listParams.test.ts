import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
import { failureOf, keystoneTwins, resourceOf } from "./testbed/keystoneTwins.ts";
import { ids, pagingTwins } from "./testbed/pagingTwins.ts";

let box: KeystoneBox;
let directory: string;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true, seed: 1 });
  directory = mkdtempSync(join(tmpdir(), "latchkey-lists-"));
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await box.close();
});

const USERS = "users/users";

interface Rows {
  readonly results: readonly { readonly id: number }[];
}

/** Every method that takes query parameters, as the ids of the users that it was answered with. */
const ways: Readonly<Record<string, (client: AsyncKeystoneClient, ids: number[]) => Promise<Rows>>> = {
  async httpGet(client, id__in) {
    return (await client.httpGet(USERS, { params: { id__in } })).raiseForStatus().json();
  },
  async sendRequest(client, id__in) {
    return (await client.sendRequest<Rows>("GET", USERS, { params: { id__in } })).raiseForStatus().json();
  },
  async all(client, id__in) {
    const [item] = await client.all([{ endpoint: USERS, params: { id__in } }]);
    if (item?.error !== undefined) throw item.error;
    return item?.response?.raiseForStatus().json() as Rows; // the API's own type of this list
  },
  async download(client, id__in) {
    const { file } = await client.download(USERS, join(directory, "users.json"), { params: { id__in } });
    const rows: Rows = JSON.parse(readFileSync(file, "utf8"));
    rmSync(file);
    return rows;
  },
  async list(client, id__in) {
    return (await resourceOf(client, USERS)).list({ id__in });
  },
  async batch(client, id__in) {
    return (await client.batch((job) => job.get(USERS, { params: { id__in } }))).returned.body;
  },
};

describe.each(keystoneTwins)("a list in the params of the $twin client", ({ open }) => {
  test.each(Object.entries(ways))("is one value for %s, and refused when it is empty", async (_way, ask) => {
    const client = open({ url: box.url });
    await client.login({ username: "admin", password: "quickstart" });
    const { results } = await ask(client, [1, 2, 3]);
    expect(new Set(results.map(({ id }) => id))).toEqual(new Set([1, 2, 3]));
    expect(await failureOf(ask(client, []))).toMatchObject({ name: "UsageError", code: "option" });
    expect(readdirSync(directory)).toEqual([]);
    await client.close();
  });

  test("that is refused rejects the call's promise, as every other option does", async () => {
    const client = open({ url: box.url });
    const refused = client.httpGet(USERS, { params: { id__in: [] } });
    expect(await failureOf(refused)).toMatchObject({ message: expect.stringContaining("params.id__in") });
    await client.close();
  });
});

test.each(pagingTwins)(
  "a list in the params of $twin pages is one value, and refused when it is empty",
  async ({ open }) => {
    const client = open({ url: box.url, token: await box.createToken("admin") });
    expect(await ids(client, { params: { id__in: [1, 2, 3] }, pageSize: 2 })).toEqual([1, 2, 3]);
    const refused = ids(client, { params: { id__in: [] } });
    expect(await failureOf(refused)).toMatchObject({ name: "UsageError", code: "option" });
    await client.close();
  },
);
