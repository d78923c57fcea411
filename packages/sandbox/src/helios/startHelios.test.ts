import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { callsTo, type Found, send, tokenFrom } from "../testbed/heliosCalls.ts";
import { startHelios } from "./startHelios.ts";

const directories: string[] = [];
async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "helios-sandbox-"));
  directories.push(directory);
  return directory;
}
afterEach(async () => {
  await Promise.all(directories.splice(0).map((directory) => rm(directory, { recursive: true })));
});

const sessionOf = async (url: string, token: string) =>
  (await send("GET", url, "/v1/session", { headers: { Authorization: `Bearer ${token}` } })).json<{
    expires_in: number;
  }>();

describe("startHelios", () => {
  test("listening everywhere, it sends a client to pictures at the address it knows", async () => {
    await using box = await startHelios({ host: "0.0.0.0" });
    const headers = { Authorization: `Bearer ${await tokenFrom(box)}` };
    const locationFor = async (name: string) =>
      (await send("GET", box.url, "/v1/cameras/VADOT-85975/live", { headers: { ...headers, Host: name } })).headers
        .location;
    const { port } = new URL(box.imagesUrl);
    expect(await locationFor("192.0.2.7:80")).toMatch(new RegExp(`^http://192\\.0\\.2\\.7:${port}/`));
    expect(await locationFor("localhost:80")).toMatch(new RegExp(`^http://localhost:${port}/`));
  });

  test("what was made is there after a restart on the same directory: collections, tokens, the clock", async () => {
    const data = await newDirectory();
    const before = await startHelios({ data, seed: 7, tokenLifetime: 7200 });
    const calls = await callsTo(before);
    const made = await calls.call("POST", "/collections", { name: "kept" });
    const { collection_id: id } = made.json<{ collection_id: string }>();
    await calls.call("POST", `/collections/${id}/images`, { camera_id: "VADOT-85975", time: "2018-01-01" });
    const token = await tokenFrom(before);
    await before.advance(3_600_000);
    await before.close();

    await using after = await startHelios({ data });
    expect((await sessionOf(after.url, token)).expires_in).toEqual(expect.closeTo(3600, -2));
    const headers = { Authorization: `Bearer ${token}` };
    const shown = (await send("GET", after.url, `/v1/collections/${id}`, { headers })).json();
    expect(shown).toMatchObject({
      name: "kept",
      images: [expect.stringContaining("VADOT-85975_20180101000000000.jpg")],
    });
    const bytes = await readFile(join(data, "helios.sqlite"));
    expect(bytes.includes(token)).toBe(false);
    await expect(startHelios({ data })).rejects.toThrow("in use");
  });

  test("a directory keeps the seed that it was made with", async () => {
    const data = await newDirectory();
    await (await startHelios({ data, seed: 7 })).close();
    await expect(startHelios({ data, seed: 8 })).rejects.toThrow('option "seed" is 8');
    await (await startHelios({ data, seed: 7 })).close();
  });

  test("everything works in a thread too", async () => {
    await using box = await startHelios({ thread: true, tokenLifetime: 60, seed: 3 });
    expect(box.credentials).toEqual({ clientId: "sandbox", clientSecret: "sandbox-secret" });
    const calls = await callsTo(box);
    expect((await calls.get("/cameras?limit=1")).json<Found>().features.length).toBe(1);
    const picture = await calls.get("/cameras/VADOT-85975/live");
    await box.faultImages({ kind: "truncate", bytes: 10, match: { path: /jpg/ } });
    await expect(calls.follow(picture)).rejects.toThrow();
    expect((await calls.follow(picture)).status).toBe(200);
    await box.fault({ kind: "status", status: 429, headers: { "Retry-After": "1" } });
    expect((await calls.get("/alerts")).status).toBe(429);
    await box.advance(60_000);
    expect((await calls.get("/alerts")).status).toBe(401);
    const fresh = await callsTo(box);
    await box.revokeTokens();
    expect((await fresh.get("/alerts")).status).toBe(401);
    expect(await box.counts()).toEqual({
      token: 2,
      session: 0,
      alerts: 2,
      cameras: 1,
      observations: 0,
      collections: 0,
      images: 1,
      storage: 2,
      other: 0,
    });
    expect((await box.imageRequests()).length).toBe(2);
  });

  test.each<[object, string]>([
    [
      { tokenLifetme: 5 },
      'unknown option "tokenLifetme"; known are port, host, data, seed, throttle, thread, tokenLifetime.',
    ],
    [{ tokenLifetime: "x" }, 'option "tokenLifetime" is "x"; give whole seconds, 1 or more.'],
    [{ tokenLifetime: 0 }, 'option "tokenLifetime" is 0;'],
    [{ tokenLifetime: 1.5 }, 'option "tokenLifetime" is 1.5;'],
    [{ tokenLifetime: Number.NaN }, 'option "tokenLifetime" is NaN;'],
    [{ tokenLifetime: null }, 'option "tokenLifetime" is null;'],
    [{ port: -1, tokenLifetime: 5 }, 'option "port" is -1;'],
  ])("the options %j are refused by name, here and in a thread", async (options, message) => {
    for (const thread of [false, true]) {
      await expect(startHelios({ ...options, thread })).rejects.toThrow(TypeError);
      await expect(startHelios({ ...options, thread })).rejects.toThrow(message);
    }
  });

  test("both origins refuse a foreign Host and say nothing of other origins", async () => {
    await using box = await startHelios();
    for (const url of [box.url, box.imagesUrl]) {
      const foreign = await send("GET", url, "/", { headers: { Host: "evil.example" } });
      expect(foreign.status).toBe(400);
      const asked = await send("OPTIONS", url, "/v1/cameras", { headers: { Origin: "https://evil.example" } });
      expect(asked.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });
});
