import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Connection, clients } from "../testbed/clients.ts";
import { counting } from "../testbed/countingClient.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { commandsOf } from "./redisClient.ts";
import { RedisFailure } from "./redisFailure.ts";
import { RedisLink } from "./redisLink.ts";

let server: RedisServer;

beforeAll(async () => {
  if (noRedis === undefined) server = await RedisServer.start();
});
afterAll(() => server?.close());

describe.skipIf(noRedis !== undefined).each(clients)("commands over $name", ({ connect }) => {
  let connection: Connection;
  beforeEach(async () => {
    connection = connect(server.url);
    await new RedisLink(connection.client, 2_000).send("DEL", "late");
    return () => connection.close();
  });

  const failureOf = (sent: Promise<unknown>): Promise<unknown> =>
    sent.then(
      (reply) => reply,
      (error: unknown) => error,
    );

  test("the first command waits for the connection", async () => {
    const fresh = connect(server.url);
    expect(await new RedisLink(fresh.client, 2_000).send("ECHO", "there")).toBe("there");
    fresh.close();
  });

  test("Redis that does not answer is waited for once; a late answer says that it is back", async () => {
    const { client, sent } = counting(connection.client);
    const link = new RedisLink(client, 50);
    server.signal("SIGSTOP");
    try {
      expect(await failureOf(link.send("ECHO", "1"))).toMatchObject({ trouble: { kind: "silent", ms: 50 } });
      for (let count = 0; count < 100; count += 1) {
        expect(await failureOf(link.send("ECHO", "2"))).toBeInstanceOf(RedisFailure);
      }
      expect(sent()).toBe(1);
    } finally {
      server.signal("SIGCONT");
    }
    while ((await failureOf(link.send("ECHO", "back"))) !== "back") await new Promise(setImmediate);
    expect(sent()).toBe(2);
  });

  test("commands wait out a restart that is short enough", async () => {
    const link = new RedisLink(connection.client, 2_000);
    await server.kill();
    const waiting = Promise.all(Array.from({ length: 100 }, (_, index) => link.send("ECHO", `${index}`)));
    await server.start();
    expect(await waiting).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
  });

  test("while Redis is away nothing is queued: what failed is not done later", async () => {
    const { client, sent } = counting(connection.client);
    const link = new RedisLink(client, 50);
    await server.kill();
    // What is under way when the connection breaks, ioredis sends again by itself.
    while (commandsOf(client).ready()) await new Promise(setImmediate);
    const failures = await Promise.all(Array.from({ length: 100 }, () => failureOf(link.send("SET", "late", "1"))));
    for (const failure of failures) {
      expect(failure).toMatchObject({ name: "AuthenticationError", reason: "store" });
    }
    const before = sent();
    expect(await failureOf(link.send("SET", "late", "2"))).toBeInstanceOf(RedisFailure);
    expect(sent()).toBe(before);
    await server.start();
    while ((await failureOf(link.send("ECHO", "back"))) !== "back") await new Promise(setImmediate);
    expect(await link.send("GET", "late")).toBeNull();
  });

  test("a refusal is told by its code, without what was sent, and does not count as silence", async () => {
    const link = new RedisLink(connection.client, 2_000);
    await link.send("SET", "text", "top-secret");
    const failure = await failureOf(link.send("LPUSH", "text", "top-secret"));
    expect(failure).toMatchObject({ message: "Redis refused a command (WRONGTYPE)." });
    expect(inspect(failure)).not.toContain("top-secret");
    expect(await link.send("GET", "text")).toBe("top-secret");
  });
});

test("a client that was never connected fails in time, and says what to do", async () => {
  const { createClient } = await import("@redis/client");
  const client = createClient({ url: "redis://127.0.0.1:1" });
  const sent = new RedisLink(client, 20).send("GET", "a");
  await expect(sent).rejects.toMatchObject({
    message: "Redis is not connected.",
    hint: expect.stringContaining("connect()"),
  });
});

test.skipIf("bun" in process.versions || "deno" in process.versions)(
  "links that nobody uses any more are let go, though their client lives on",
  async () => {
    setFlagsFromString("--expose-gc");
    const collect: unknown = runInNewContext("gc");
    if (typeof collect !== "function") throw new TypeError("There is no way to collect.");
    const client = new Redis("redis://127.0.0.1:1", { lazyConnect: true });
    const gone = new WeakRef(new RedisLink(client, 20));
    await new Promise(setImmediate);
    collect();
    expect(gone.deref()).toBeUndefined();
    expect(client.status).toBe("wait");
  },
);
