import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { fileStore, memoryStore, type Store } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { KeystoneClient } from "./keystoneClient.ts";
import { failureOf, keystoneTwins } from "./testbed/keystoneTwins.ts";

let box: KeystoneBox;
let directory: string;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true });
});

afterAll(() => box.close());

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-kept-"));
});

afterEach(async () => {
  await box.clearFaults();
  rmSync(directory, { recursive: true });
});

const admin = { username: "admin", password: "quickstart" } as const;
const YEAR = 365 * 24 * 3_600_000;

async function logins(): Promise<number> {
  return (await box.requests()).filter((request) => request.path === "/authentication/login/").length;
}

describe.each(keystoneTwins)("a session that is kept by the $twin client", ({ open }) => {
  test("goes on in another client, cookies and CSRF token alike", async () => {
    const store = fileStore(directory);
    const first = open({ url: box.url, store });
    await first.login(admin);
    await first.close();
    const before = await logins();
    const second = open({ url: box.url, store });
    expect(await second.whoami()).toMatchObject({ username: "admin" });
    expect((await second.httpPost("users/teams", { json: { name: "" } })).status).toBe(400);
    expect(await logins()).toBe(before);
    await second.close();
  });

  test("is in one private file, which logout removes", async () => {
    const client = open({ url: box.url, store: fileStore(directory) });
    await client.login(admin);
    const [file = ""] = readdirSync(directory);
    expect(readdirSync(directory)).toHaveLength(1);
    expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
    await client.logout();
    expect(readdirSync(directory)).toEqual([]);
    await client.close();
  });

  test("is over after logout, also where the store cannot forget an older one", async () => {
    const kept = memoryStore();
    const store: Store = { ...kept, name: "stubborn", delete: () => {} };
    const older = open({ url: box.url, store });
    await older.login(admin);
    const client = open({ url: box.url, store: { ...store, set: () => {} } });
    await client.login(admin);
    await client.logout();
    expect(await client.whoami()).toBeNull();
    await client.login(admin);
    expect(await client.whoami()).toMatchObject({ username: "admin" });
    await client.close();
    await older.close();
  });

  test("is not sent to another server, whatever the store says", async () => {
    await using other = await startKeystone({ throttle: false, thread: true });
    const store = memoryStore();
    const client = open({ url: box.url, store, storeKey: "shared" });
    await client.login(admin);
    await client.close();
    const foreign = open({ url: other.url, store, storeKey: "shared" });
    expect(await foreign.whoami()).toBeNull();
    expect((await other.requests()).at(-1)?.cookies).toEqual([]);
    await foreign.close();
  });

  test("that has expired is forgotten; one that another client stored meanwhile is taken instead", async () => {
    const store = memoryStore();
    const old = open({ url: box.url, store });
    await old.login(admin);
    await box.advance(YEAR);
    const other = open({ url: box.url, store });
    expect(await other.whoami()).toBeNull();
    await other.login(admin);
    expect(await old.whoami()).toMatchObject({ username: "admin" });
    await old.close();
    await other.close();
  });

  test("that the server has ended is forgotten, and not sent a second time", async () => {
    const client = open({ url: box.url, store: fileStore(directory) });
    await client.login(admin);
    expect(readdirSync(directory)).toHaveLength(1);
    await box.advance(YEAR);
    const before = (await box.requests()).length;
    expect(await client.whoami()).toBeNull();
    expect((await box.requests()).slice(before)).toHaveLength(1);
    expect(readdirSync(directory)).toEqual([]);
    await client.close();
  });

  test("that the server has ended is replaced by signing in again, in the store too", async () => {
    const first = open({ url: box.url, store: fileStore(directory) });
    await first.login(admin);
    await first.close();
    await box.advance(YEAR);
    const before = await logins();
    const again = { url: box.url, store: fileStore(directory), reauthenticate: () => admin };
    const second = open(again);
    expect(await second.whoami()).toMatchObject({ username: "admin" });
    await second.close();
    const third = open(again);
    expect(await third.whoami()).toMatchObject({ username: "admin" });
    expect((await logins()) - before).toBe(1);
    await third.close();
  });

  test("a store that is broken is a warning, not an error", async () => {
    const client = open({ url: box.url, store: fileStore(directory) });
    await client.login(admin);
    const [file = ""] = readdirSync(directory);
    const text = readFileSync(join(directory, file), "utf8");
    writeFileSync(join(directory, file), text.slice(0, text.length / 2));
    const next = open({ url: box.url, store: fileStore(directory) });
    expect(await next.whoami()).toBeNull();
    await next.login(admin);
    expect(await next.isAuthenticated()).toBe(true);
    await client.close();
    await next.close();
  });
});

describe.each(keystoneTwins)("the $twin client that may sign in again", ({ open }) => {
  test("does so once for 50 calls that meet an expired session, and sends them again", async () => {
    let asked = 0;
    const client = open({
      url: box.url,
      reauthenticate: () => {
        asked += 1;
        return admin;
      },
    });
    await client.login(admin);
    await box.advance(YEAR);
    const before = await logins();
    const requests = Array.from({ length: 50 }, () => ({ method: "POST", endpoint: "users/teams", json: {} }));
    const items = await client.all(requests);
    // 400: the server knew who asked, and looked at the body.
    expect(new Set(items.map((item) => item.response?.status))).toEqual(new Set([400]));
    expect(asked).toBe(1);
    expect((await logins()) - before).toBe(1);
    await client.close();
  });

  test("signs in by itself on first use", async () => {
    const client = open({ url: box.url, reauthenticate: () => admin });
    expect((await client.httpGet("users/teams")).status).toBe(200);
    await client.close();
  });

  test("says that its credentials were refused, and does not try again at once", async () => {
    const before = await logins();
    const client = open({ url: box.url, reauthenticate: () => ({ username: "admin", password: "wrong-4711" }) });
    const errors = await Promise.all([1, 2, 3].map(() => failureOf(client.httpGet("users/teams"))));
    for (const error of errors) {
      expect(error).toMatchObject({ name: "AuthenticationError", reason: "rejected" });
      expect(JSON.stringify(error)).not.toContain("wrong-4711");
    }
    expect((await logins()) - before).toBe(1);
    await client.close();
  });

  test("does not sign in only to log out", async () => {
    const before = await logins();
    const client = open({ url: box.url, reauthenticate: () => admin });
    await client.logout();
    expect(await logins()).toBe(before);
    await client.close();
  });
});

test("options that would do nothing are refused", () => {
  const url = "http://localhost";
  expect(() => new KeystoneClient({ url, token: "t", store: memoryStore() })).toThrow(/store does nothing/);
  expect(() => new KeystoneClient({ url, token: "t", reauthenticate: () => admin })).toThrow(/reauthenticate does/);
  expect(() => new KeystoneClient({ url, storeKey: "k" })).toThrow(/storeKey does nothing/);
});

test("a blocking client refuses a store that answers with promises", () => {
  const store: Store = { ...memoryStore(), blocking: false, name: "slow" };
  expect(() => new KeystoneClient({ url: "http://localhost", store })).toThrow(/"slow" answers with promises/);
});

test("a promise of credentials is a UsageError in the blocking client", () => {
  using client = new KeystoneClient({ url: box.url, reauthenticate: async () => admin });
  expect(() => client.httpGet("users/teams")).toThrow(expect.objectContaining({ code: "promise" }));
});
