import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { fileStore, memoryStore, type Store } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
import { failureOf, keystoneTwins } from "./testbed/keystoneTwins.ts";

let box: KeystoneBox;
let directory: string;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true });
});

afterAll(() => box.close());

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-out-"));
});

afterEach(async () => {
  await box.clearFaults();
  rmSync(directory, { recursive: true });
});

const admin = { username: "admin", password: "quickstart" } as const;
const wrong = { username: "admin", password: "wrong-4711" } as const;
const YEAR = 365 * 24 * 3_600_000;

/** All that the store holds, as text; locks are not its own. */
function kept(): string[] {
  const files = readdirSync(directory).filter((file) => !file.startsWith("."));
  return files.map((file) => readFileSync(join(directory, file), "utf8"));
}

async function logins(): Promise<number> {
  return (await box.requests()).filter((request) => request.path === "/authentication/login/").length;
}

describe.each(keystoneTwins)("a store that $twin clients share", ({ open }) => {
  const shared = (): { url: string; store: Store } => ({ url: box.url, store: fileStore(directory) });

  test("keeps the session that one stored, whatever another does that signed out before", async () => {
    const [one, other] = [open(shared()), open(shared())];
    await one.login(admin);
    await one.logout();
    await other.login(admin);
    const stored = kept();
    expect(stored).toHaveLength(1);
    expect(await one.isAuthenticated()).toBe(false);
    await one.logout();
    expect(kept()).toEqual(stored);
    const third = open(shared());
    expect(await third.isAuthenticated()).toBe(true);
    await Promise.all([one.close(), other.close(), third.close()]);
  });

  test("keeps a newer session when an older one is signed out, or changes its cookies", async () => {
    const [older, newer] = [open(shared()), open(shared())];
    const changeCookies = async (letter: string): Promise<void> => {
      const headers = { "set-cookie": `csrftoken=${letter.repeat(32)}; Path=/` };
      await box.fault({ kind: "status", status: 200, headers });
      await older.httpGet("users/teams");
    };
    await older.login(admin);
    await changeCookies("a");
    expect(kept()).toEqual([expect.stringContaining("a".repeat(32))]);
    await newer.login(admin);
    const stored = kept();
    await changeCookies("b");
    expect(kept()).toEqual(stored);
    await older.logout();
    expect(kept()).toEqual(stored);
    expect(await newer.isAuthenticated()).toBe(true);
    await Promise.all([older.close(), newer.close()]);
  });

  test("forgets the session that one signed in to and another signs out of", async () => {
    const one = open(shared());
    await one.login(admin);
    const other = open(shared());
    await other.logout();
    expect(kept()).toEqual([]);
    expect(await one.isAuthenticated()).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });
});

test("a store that answers with promises keeps the newer session, too", async () => {
  const memory = memoryStore();
  const store: Store = {
    name: "slow",
    blocking: false,
    get: async (key) => memory.get(key),
    set: async (key, value, options) => memory.set(key, value, options),
    delete: async (key) => memory.delete(key),
  };
  const [older, newer, third] = Array.from({ length: 3 }, () => new AsyncKeystoneClient({ url: box.url, store }));
  await older?.login(admin);
  await newer?.login(admin);
  await older?.logout();
  expect(await third?.isAuthenticated()).toBe(true);
  await newer?.logout();
  expect(memory.get(`cookies ${box.url}/`)).toBeUndefined();
  await Promise.all([older?.close(), newer?.close(), third?.close()]);
});

describe.each(keystoneTwins)("the $twin client that signed out", ({ twin, open }) => {
  test("is not signed in again until somebody calls login", async () => {
    const client = open({ url: box.url, reauthenticate: () => admin });
    await client.login(admin);
    await client.logout();
    const before = await logins();
    expect(await client.whoami()).toBeNull();
    expect((await client.httpGet("users/teams")).status).toBe(401);
    expect(await logins()).toBe(before);
    await client.login(admin);
    await box.advance(YEAR);
    expect(await client.isAuthenticated()).toBe(true);
    expect((await logins()) - before).toBe(2);
    await client.close();
  });

  test("hears no more of what went wrong when it was to be signed in again", async () => {
    const client = open({ url: box.url, reauthenticate: () => wrong });
    expect(await failureOf(client.whoami())).toMatchObject({ reason: "rejected" });
    await client.logout();
    expect(await client.whoami()).toBeNull();
    await client.close();
  });

  test("while its store was asked for another session does not take that", async () => {
    const store = memoryStore();
    let armed = false;
    const get = (key: string): unknown => {
      if (!armed) return store.get(key);
      armed = false;
      const out = older.logout();
      return twin === "async" ? out.then(() => store.get(key)) : store.get(key);
    };
    const older = open({ url: box.url, store: { ...store, get, blocking: twin === "blocking" } });
    const newer = open({ url: box.url, store });
    await older.login(admin);
    await newer.login(admin);
    armed = true;
    await box.fault({ kind: "status", status: 401, match: { path: "/users/teams/" } });
    expect((await older.httpGet("users/teams")).status).toBe(401);
    expect(await older.isAuthenticated()).toBe(false);
    expect(await newer.isAuthenticated()).toBe(true);
    await Promise.all([older.close(), newer.close()]);
  });

  test("while it was asked for credentials stays signed out, also in the store", async () => {
    const client = open({
      url: box.url,
      store: fileStore(directory),
      reauthenticate() {
        const out = client.logout();
        return twin === "async" ? out.then(() => admin) : admin;
      },
    });
    await client.login(admin);
    await box.advance(YEAR);
    const asked = (await box.requests()).filter(({ path }) => path === "/users/teams/").length;
    expect((await client.httpGet("users/teams")).status).toBe(401);
    // Nor is what was refused sent once more, in vain.
    expect((await box.requests()).filter(({ path }) => path === "/users/teams/")).toHaveLength(asked + 1);
    expect(await client.isAuthenticated()).toBe(false);
    expect(kept()).toEqual([]);
    await client.close();
  });

  test("and in again while it was asked for credentials keeps that session", async () => {
    let stored: string[] = [];
    const note = (): typeof admin => {
      stored = kept();
      return admin;
    };
    const client = open({
      url: box.url,
      store: fileStore(directory),
      reauthenticate() {
        const done = client.login(admin);
        return twin === "async" ? done.then(note) : note();
      },
    });
    await client.login(admin);
    await box.advance(YEAR);
    expect(await client.isAuthenticated()).toBe(true);
    expect(kept()).toEqual(stored);
    await client.close();
  });
});

// A blocking client does nothing else while it signs out.
describe("a logout that is still on its way", () => {
  const path = "/authentication/logout/";
  beforeEach(() => box.fault({ kind: "hold", until: 2, match: { path } }));
  /** Whoever comes second lets both go on. */
  const release = (): Promise<unknown> => fetch(box.url + path);

  test("leaves the session that a later login opened, here and in the store", async () => {
    const client = new AsyncKeystoneClient({ url: box.url, store: fileStore(directory) });
    await client.login(admin);
    const out = client.logout();
    await client.login(admin);
    const stored = kept();
    await release();
    await out;
    expect(await client.isAuthenticated()).toBe(true);
    expect(kept()).toEqual(stored);
    await client.close();
  });

  test("is not undone by a call that meets the ended session", async () => {
    const store = fileStore(directory);
    const client = new AsyncKeystoneClient({ url: box.url, store, reauthenticate: () => admin });
    await client.login(admin);
    await box.advance(YEAR);
    const out = client.logout();
    expect(await client.whoami()).toBeNull();
    await release();
    await out;
    expect(await client.whoami()).toBeNull();
    expect(kept()).toEqual([]);
    await client.close();
  });
});
