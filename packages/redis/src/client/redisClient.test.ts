import { createClient, createCluster, createSentinel, RESP_TYPES } from "@redis/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisStore } from "../store/redisStore.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { commandsOf, type RedisClient } from "./redisClient.ts";

test.each([
  { what: "a cluster", client: createCluster({ rootNodes: [{ url: "redis://127.0.0.1:1" }] }) },
  {
    what: "sentinels",
    client: createSentinel({ name: "main", sentinelRootNodes: [{ host: "127.0.0.1", port: 1 }] }),
  },
])("$what of @redis/client, whose commands are sent otherwise, are refused", ({ client }) => {
  // What JavaScript callers may pass.
  expect(() => commandsOf(client as unknown as RedisClient)).toThrow(/must be one of @redis\/client or ioredis/);
});

describe.skipIf(noRedis !== undefined)("a client that is set to answer with bytes", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());

  test("keeps values, and gives a lease to one holder", async () => {
    const commandOptions = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };
    const client = await createClient({ url: server.url, commandOptions }).connect();
    try {
      const store = redisStore(client);
      await store.set("token", { is: 1 });
      await store.set("token", { is: 2 }, { replaces: () => true });
      expect(await store.get("token")).toEqual({ is: 2 });
      expect(await store.lease?.("token")).toHaveProperty("lease");
      expect(await store.lease?.("token")).toHaveProperty("sign");
    } finally {
      client.destroy();
    }
  });
});
