import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RedisLink } from "../client/redisLink.ts";
import { type Connection, connect } from "../testbed/clients.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { type Turn, takeTurn } from "./turn.ts";

const HOUR = 3_600_000;

let redis: RedisServer;
let connection: Connection;
let link: RedisLink;
let rounds = 0;

beforeAll(async () => {
  if (noRedis !== undefined) return;
  redis = await RedisServer.start();
  connection = connect("ioredis", redis.url);
  link = new RedisLink(connection.client, 2_000);
});
beforeEach(() => {
  rounds += 1;
});
afterAll(async () => {
  connection?.close();
  await redis?.close();
});

const name = (): string => `{limit:${rounds}}`;

/** A turn of a host that wants so many permits of 50 in a window. */
function turn(window: number, want: number): Promise<Turn> {
  const place = { name: name(), host: "one", limit: 50, window, concurrency: 0 };
  return takeTurn(link, place, { want, debt: 0, target: 0, busy: 0, rest: 0 });
}

describe.skipIf(noRedis !== undefined)("a turn", () => {
  test.each([
    { from: 1_000, to: 60_000 },
    { from: 60_000, to: 1_000 },
    { from: 60_000, to: HOUR },
  ])("in windows of $to ms is not held up by what was counted in windows of $from ms", async ({ from, to }) => {
    expect(await turn(from, 50)).toMatchObject({ granted: 50 });
    expect(await turn(to, 50)).toMatchObject({ granted: 50 });
    // Nor is that forgotten.
    if (from > 1_000) expect(await turn(from, 50)).toMatchObject({ granted: 0 });
  });

  test("gives a host that has none its share of the slots as others are done with theirs, and never more than there are", async () => {
    const take = async (host: string, target: number, busy: number): Promise<number> => {
      const place = { name: name(), host, limit: 50, window: 60_000, concurrency: 6 };
      return (await takeTurn(link, place, { want: 0, debt: 0, target, busy, rest: 0 })).held;
    };
    expect(await take("one", 6, 0)).toBe(6);
    expect(await take("two", 6, 0)).toBe(0);
    expect(await take("one", 6, 5)).toBe(5);
    expect(await take("two", 6, 0)).toBe(1);
    expect(await take("one", 6, 0)).toBe(3);
    expect(await take("two", 6, 1)).toBe(3);
    expect(await take("one", 0, 0)).toBe(0);
    expect(await take("two", 6, 3)).toBe(6);
  });

  test("of a user who may not do all of it is refused with what to allow", async () => {
    await link.send("ACL", "SETUSER", "limited", "reset", "on", ">canary", "~*", "+get", "+eval", "+time", "+info");
    const limited = connect("ioredis", redis.url.replace("//", "//limited:canary@"));
    const place = { name: name(), host: "one", limit: 50, window: 60_000, concurrency: 0 };
    try {
      const asked = takeTurn(new RedisLink(limited.client, 2_000), place, {
        want: 1,
        debt: 0,
        target: 0,
        busy: 0,
        rest: 0,
      });
      await expect(asked).rejects.toMatchObject({
        trouble: { code: "NOPERM" },
        hint: expect.stringMatching(/^Allow this Redis user \+@read \+@write/),
      });
    } finally {
      limited.close();
    }
  });

  test("what was counted before Redis's clock was set back ends a window later at most", async () => {
    const ahead = Math.floor((Date.now() + 24 * HOUR) / 1_000);
    await link.send("HSET", `${name()}:rate:60000`, String(ahead), "50");
    const { granted, wait } = await turn(60_000, 1);
    expect(granted).toBe(0);
    expect(wait).toBeLessThanOrEqual(64_000);
  });
});
