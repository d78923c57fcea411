import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { memoryStore } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { keystoneTwins } from "./testbed/keystoneTwins.ts";

let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ throttle: false, thread: true });
});
afterAll(() => box.close());
afterEach(() => box.clearFaults());

const admin = { username: "admin", password: "quickstart" } as const;

describe.each(keystoneTwins)("where the session of a call came from, by the $twin client", ({ open }) => {
  test("from nowhere, from a login, from the store, and from signing in again", async () => {
    const store = memoryStore();
    const first = open({ url: box.url, store });
    const source = async (client: typeof first): Promise<unknown> =>
      (await client.httpGet("users/teams")).explain().credential;
    const strategy = "cookieLogin";
    expect(await source(first)).toEqual({ strategy, source: "none", obtained: "before", storeHit: false });
    await first.login(admin);
    expect(await source(first)).toEqual({ strategy, source: "login", obtained: "before", storeHit: undefined });
    await first.close();

    const second = open({ url: box.url, store, reauthenticate: () => admin });
    expect(await source(second)).toEqual({ strategy, source: "store", obtained: "by this call", storeHit: true });
    await box.fault({ kind: "status", status: 401, match: { path: "/users/teams/" } });
    const explained = (await second.httpGet("users/teams")).explain();
    expect(explained.credential).toMatchObject({ source: "refresh", obtained: "by this call" });
    expect(explained.attempts).toMatchObject([
      { purpose: "request", status: 401, resent: "credential" },
      { purpose: "credential", method: "POST", url: `${box.url}/authentication/login/`, status: 200 },
      { purpose: "request", status: 200 },
    ]);
    expect(String(explained)).not.toContain(admin.password);
    await second.close();
  });

  test("what waits for a connection waits in the queue, where its time does not run", async () => {
    const client = open({ url: box.url, limits: { maxConnections: 2 } });
    // Their connections are there.
    await client.all(["version", "version"]);
    await box.fault({ kind: "slow", delay: 60, times: 6 });
    const items = await client.all(Array.from({ length: 6 }, () => "version"));
    const waits = items.map(({ response }) => Math.round(response?.explain().waits.queue ?? 0));
    expect(waits.slice(0, 2)).toEqual([0, 0]);
    for (const wait of waits.slice(2)) expect(wait).toBeGreaterThan(0);
    await client.close();
  });

  test("from a token that the caller gave", async () => {
    const client = open({ url: box.url, token: "canary-token" });
    const explained = (await client.httpGet("users/teams")).explain();
    expect(explained.credential).toMatchObject({ strategy: "apiKey", source: "caller", obtained: "before" });
    expect(explained.status).toBe(401);
    expect(JSON.stringify(explained)).not.toContain("canary");
    await client.close();
  });
});
