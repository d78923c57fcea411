import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BatchScene, name, named } from "../testbed/batchScene.ts";
import { noRedis } from "../testbed/redisServer.ts";

let scene: BatchScene;

beforeAll(async () => {
  scene = await BatchScene.open();
});
afterEach(async () => {
  if (noRedis === undefined) await scene.client.config("SET", "maxmemory", "0");
  await scene.nextRound();
});
afterAll(() => scene.close());

async function warned(): Promise<void> {
  while (scene.warnings.length === 0) await new Promise(setImmediate);
}

/** A client of a user who may do no more than that. */
async function user(...rules: string[]): Promise<ReturnType<BatchScene["open"]>> {
  await scene.client.call("ACL", "SETUSER", "limited", "reset", "on", ">canary", "~*", ...rules);
  return scene.open(scene.redis.url.replace("//", "//limited:canary@"));
}

describe.skipIf(noRedis !== undefined)("what Redis refuses", () => {
  test("while it is full, a batch says so and waits", async () => {
    await scene.worker(name);
    await scene.client.config("SET", "maxmemory", "1");
    const whole = scene.batch();
    await warned();
    await scene.client.config("SET", "maxmemory", "0");
    expect((await whole).done).toEqual(named(20));
    expect(scene.warnings).toEqual([
      "Redis refused a command (OOM). Redis is full: give it more memory. Keys of this package end by themselves. If that goes on for 30 s, the batch is given up.",
    ]);
  });

  test("when it stays full, items are done here; where that cannot be, it is an error", async () => {
    await scene.client.config("SET", "maxmemory", "1");
    expect((await scene.batch({ patience: 300, local: name })).done).toEqual(named(20));
    expect(scene.warnings.at(-1)).toBe("Redis refused a command (OOM). 20 items are done here, without it.");
    await expect(scene.batch({ patience: 300 })).rejects.toMatchObject({ trouble: { kind: "refused", code: "OOM" } });
  });

  test("a worker whose Redis has become a replica says so, and goes on when it is none any more", async () => {
    await scene.worker(name);
    const whole = scene.batch({ items: [0] });
    await whole;
    await scene.client.replicaof("127.0.0.1", 1);
    try {
      await warned();
    } finally {
      await scene.client.replicaof("NO", "ONE");
    }
    expect(scene.warnings).toEqual([
      "Redis refused a command (READONLY). The client is connected to a replica: connect it to the primary. Nothing is taken until that is over.",
    ]);
    expect((await scene.batch()).done).toEqual(named(20));
  });

  test("a user who may not write is told so by the worker, once", async () => {
    await scene.worker(name, { client: await user("+@read", "+@connection", "+info") });
    await warned();
    expect(scene.warnings).toEqual([expect.stringMatching(/^Redis refused a command \(NOPERM\)\. Allow /)]);
  });

  test("a user who may not ask for what BullMQ must know is refused at once, and leaves no connection", async () => {
    const client = await user("+@all", "-info");
    const refused = { trouble: { kind: "refused", code: "NOPERM" } };
    await expect(scene.batch({ client, local: name })).rejects.toMatchObject(refused);
    await expect(scene.worker(name, { client })).rejects.toMatchObject(refused);
    const connections = async (): Promise<string> => String(await scene.client.call("CLIENT", "LIST"));
    client.disconnect();
    while ((await connections()).includes("user=limited")) await new Promise(setImmediate);
  });

  test("a user who may not list clients has batches: nobody says whether there are workers", async () => {
    const client = await user("+@all", "-client|list");
    const stop = new AbortController();
    const whole = scene.batch({ client, items: [0], signal: stop.signal });
    // It is asked for workers after two seconds.
    setTimeout(() => stop.abort(), 3_000);
    expect((await whole).pending).toEqual([0]);
    expect(scene.warnings).toEqual([]);
  });
});
