import { randomBytes } from "node:crypto";
import { clientCredentials, Session, type Store } from "@latchkey/session";
import { storeConformance } from "@latchkey/session/testing";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connection, clients } from "../testbed/clients.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { redisStore } from "./redisStore.ts";
import type { RedisStoreOptions } from "./redisStoreOptions.ts";

const KEY = randomBytes(32);

let server: RedisServer;
const open: Connection[] = [];

beforeAll(async () => {
  if (noRedis === undefined) server = await RedisServer.start();
});
afterAll(async () => {
  for (const connection of open.splice(0)) connection.close();
  await server?.close();
});

let places = 0;
function elsewhere(): string {
  places += 1;
  return `place-${places}:`;
}

/** A client whose numbers are text. */
const asText = {
  name: "ioredis with stringNumbers",
  connect: (url: string): Connection => {
    const client = new Redis(url, { lazyConnect: true, stringNumbers: true });
    return { client, close: () => client.disconnect() };
  },
};

describe.skipIf(noRedis !== undefined).each([...clients, asText])("a store over $name", ({ connect }) => {
  let connection: Connection;
  beforeAll(() => {
    connection = connect(server.url);
    open.push(connection);
  });
  const store = (options: RedisStoreOptions = {}): Store =>
    redisStore(connection.client, { prefix: elsewhere(), ...options });
  /** What Redis itself says. */
  const redis = (...command: [string, ...string[]]): Promise<unknown> => {
    const { client } = connection;
    const [name, ...args] = command;
    return "call" in client ? client.call(name, ...args) : client.sendCommand(command);
  };
  const silent = { onWarning: () => {} };

  describe.each([
    ["plain", {}],
    ["encrypted", { encryptionKey: KEY }],
  ])("%s", (_how, options) => {
    test.each(storeConformance(() => store(options)).map((one) => [one.name, one.run] as const))(
      "%s",
      async (_name, run) => run(),
    );
  });

  test("ends a key when its value ends, and not where it has no end", async () => {
    const prefix = elsewhere();
    const kept = store({ prefix });
    await kept.set("hour", 1, { expiresAt: Date.now() + 3_600_000 });
    await kept.set("ever", 1);
    await kept.set("replaced", 1, { expiresAt: Date.now() + 3_600_000, replaces: () => true });
    await kept.set("far", 1, { expiresAt: Number.MAX_VALUE });
    expect(Number(await redis("PTTL", `${prefix}value:hour`))).toBeGreaterThan(3_500_000);
    expect(Number(await redis("PTTL", `${prefix}value:replaced`))).toBeGreaterThan(3_500_000);
    expect(Number(await redis("PTTL", `${prefix}value:far`))).toBeGreaterThan(3_500_000);
    expect(Number(await redis("PTTL", `${prefix}value:ever`))).toBe(-1);
  });

  test("with a key Redis holds no word of the value, nor twice the same text", async () => {
    const prefix = elsewhere();
    const kept = store({ prefix, encryptionKey: KEY });
    await kept.set("a", { access_token: "top-secret" });
    const first = String(await redis("GET", `${prefix}value:a`));
    await kept.set("a", { access_token: "top-secret" });
    expect(Buffer.from(first.slice(10), "base64url").toString("latin1")).not.toContain("top-secret");
    expect(first).not.toContain("top-secret");
    expect(await redis("GET", `${prefix}value:a`)).not.toBe(first);
  });

  test("a key may be given in base64", async () => {
    const prefix = elsewhere();
    await store({ prefix, encryptionKey: KEY }).set("a", 5);
    expect(await store({ prefix, encryptionKey: KEY.toString("base64") }).get("a")).toBe(5);
    expect(await store({ prefix, encryptionKey: KEY.toString("base64url") }).get("a")).toBe(5);
  });

  test("a key whose bytes its caller wipes is still the store's", async () => {
    const prefix = elsewhere();
    const mine = Uint8Array.from(KEY);
    const kept = store({ prefix, encryptionKey: mine });
    mine.fill(0);
    await kept.set("a", 5);
    expect(await store({ prefix, encryptionKey: KEY }).get("a")).toBe(5);
  });

  test("what was moved, changed, planted or sealed with another key is not used, and said so", async () => {
    const prefix = elsewhere();
    const warnings: string[] = [];
    const options = { prefix, encryptionKey: KEY, onWarning: ({ message }: Error) => void warnings.push(message) };
    const kept = store(options);
    await kept.set("mine", { token: "T" });
    const sealed = String(await redis("GET", `${prefix}value:mine`));
    const planted: Record<string, string> = {
      moved: sealed,
      changed: sealed.slice(0, -4) + (sealed.endsWith("AAAA") ? "BBBB" : "AAAA"),
      cut: sealed.slice(0, 20),
      plain: '{"token":"evil"}',
    };
    for (const [key, text] of Object.entries(planted)) {
      await redis("SET", `${prefix}value:${key}`, text);
      expect([key, await kept.get(key)]).toEqual([key, undefined]);
    }
    expect(await store({ ...options, encryptionKey: randomBytes(32) }).get("mine")).toBeUndefined();
    expect(await redisStore(connection.client, { prefix, onWarning: options.onWarning }).get("mine")).toBeUndefined();
    expect(warnings).toHaveLength(6);
    expect(warnings.join()).not.toContain("evil");
    expect(await kept.get("mine")).toEqual({ token: "T" });
    await kept.set("plain", 1, { replaces: (stored) => stored === undefined });
    expect(await kept.get("plain")).toBe(1);
  });

  test("a key of another kind counts as missing, is told of, and is replaced", async () => {
    const prefix = elsewhere();
    const warnings: string[] = [];
    const kept = store({ prefix, onWarning: ({ message }) => void warnings.push(message) });
    for (const [key, options] of [
      ["asked", { replaces: (stored: unknown) => stored === undefined }],
      ["plain", {}],
    ] as const) {
      await redis("RPUSH", `${prefix}value:${key}`, "planted");
      warnings.length = 0;
      expect(await kept.get(key)).toBeUndefined();
      expect(warnings).toEqual([expect.stringMatching(/^A value in Redis is not used: it is a list, a hash or/)]);
      await kept.set(key, { token: "T" }, options);
      expect(await kept.get(key)).toEqual({ token: "T" });
    }
  });

  test("of 20 who replace one value at once, each sees another's: no update is lost", async () => {
    const kept = store(silent);
    await kept.set("count", 0);
    const adders = Array.from({ length: 20 }, async () => {
      for (;;) {
        const before = Number(await kept.get("count"));
        let mine = false;
        const replaces = (stored: unknown): boolean => {
          mine = stored === before;
          return mine;
        };
        await kept.set("count", before + 1, { replaces });
        if (mine) return;
      }
    });
    await Promise.all(adders);
    expect(await kept.get("count")).toBe(20);
  });

  test("a lease ends by itself, and its holder learns of that", async () => {
    const prefix = elsewhere();
    const kept = store({ prefix });
    const attempt = await kept.lease?.("key");
    if (attempt === undefined || !("lease" in attempt)) throw new Error("A free lease was not given.");
    for (const beats of [0, 1]) {
      if (beats > 0) expect(await attempt.lease.beat()).toBe(true);
      const life = Number(await redis("PTTL", `${prefix}lease:key`));
      expect(life).toBeGreaterThan(8_000);
      expect(life).toBeLessThanOrEqual(10_000);
    }
    // As if the holder had been suspended for longer than its lease lives.
    await redis("PEXPIRE", `${prefix}lease:key`, "1");
    let other = await kept.lease?.("key");
    while (other === undefined || !("lease" in other)) other = await kept.lease?.("key");
    expect(await attempt.lease.beat()).toBe(false);
    await attempt.lease.release();
    expect(await other.lease.beat()).toBe(true);
  });

  test("a key that UTF-8 cannot tell from another is refused", async () => {
    await expect(store().get("half \ud83d")).rejects.toMatchObject({ name: "UsageError", code: "option" });
  });

  test("a blocking session refuses it", () => {
    const auth = clientCredentials({
      tokenUrl: "http://localhost:1/token",
      clientId: "id",
      clientSecret: "secret",
      store: store(silent),
    });
    expect(() => new Session({ url: "http://localhost:1", auth })).toThrow(/promise/);
  });
});

describe("options", () => {
  const client = { isOpen: true, isReady: true, select: () => {}, sendCommand: async () => null, on: () => {} };
  test.each<[string, unknown, RegExp]>([
    ["encryptionKey", "a passphrase", /encryptionKey must be 32 bytes, or the same in base64\./],
    ["encryptionKey", new Uint8Array(16), /encryptionKey must be 32 bytes/],
    ["prefix", "", /prefix must be a string that is not empty/],
    ["timeout", 5_000, /timeout must be a number from 1 to 2000, not 5000/],
    ["ttl", 5, /no option "ttl"/],
  ])("%s of %o is refused, and never shown where it is a secret", (name, value, message) => {
    expect(() => redisStore(client, { [name]: value })).toThrow(message);
    expect(() => redisStore(client, { [name]: value })).not.toThrow(/passphrase/);
  });

  test.each<unknown>([
    undefined,
    null,
    {},
    "redis://localhost",
    { sendCommand() {} },
    { masters: [], sendCommand() {}, on() {} },
  ])("a client that is %o is refused", (other) => {
    // What JavaScript callers may pass.
    expect(() => redisStore(other as typeof client)).toThrow(/must be one of @redis\/client or ioredis/);
  });
});

test("printing a store shows no key", async () => {
  const { inspect } = await import("node:util");
  const client = { isOpen: true, isReady: true, select: () => {}, sendCommand: async () => null, on: () => {} };
  const text = inspect(redisStore(client, { encryptionKey: KEY }), { depth: 9, showHidden: true });
  expect(text).not.toContain(KEY.toString("hex"));
  expect(text).not.toContain(inspect(KEY));
});
