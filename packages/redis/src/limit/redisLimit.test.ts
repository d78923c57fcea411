import type { ServerResponse } from "node:http";
import { AsyncSession, type Layer, Session, type SessionOptions, type StoreWarning } from "@latchkey/session";
import { scriptedTransport } from "@latchkey/session/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RedisLink } from "../client/redisLink.ts";
import { type ClientName, type Connection, clients, connect } from "../testbed/clients.ts";
import { counting } from "../testbed/countingClient.ts";
import { FleetProcess } from "../testbed/fleetProcesses.ts";
import { type Judge, judge } from "../testbed/judge.ts";
import type { LimitOrder } from "../testbed/limitProcess.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { redisLimit } from "./redisLimit.ts";
import type { RedisLimitOptions } from "./redisLimitOptions.ts";
import { type Turn, takeTurn } from "./turn.ts";

const PROVE = process.env["LATCHKEY_PROVE"] !== undefined;
const FAST = "1000000/min";

let redis: RedisServer;
let server: Judge;
let key: string;
let rounds = 0;
const open: Connection[] = [];

beforeAll(async () => {
  if (noRedis === undefined) redis = await RedisServer.start();
});
beforeEach(async () => {
  rounds += 1;
  key = `round ${rounds}`;
  server = await judge();
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
  server.close();
});
afterAll(() => redis?.close());

function client(name: ClientName = "@redis/client", url: string = redis.url): Connection["client"] {
  const connection = connect(name, url);
  open.push(connection);
  return connection.client;
}

/** A client of a Redis that there is not. */
const nowhere = (): Connection["client"] => client("ioredis", "redis://127.0.0.1:1");

/** The next request, which is answered when the test says so. */
const held = (): Promise<ServerResponse> => new Promise((resolve) => server.instead.push(resolve));

/** A host of its own: another client, another limit of the same key. */
function host(options: Partial<RedisLimitOptions>, session: Partial<SessionOptions> = {}): AsyncSession {
  const limit = redisLimit({ client: client(), key, rate: FAST, timeout: 2_000, ...options });
  return new AsyncSession({ url: server.url, layers: [limit], ...session });
}

const things = (count: number): string[] => Array.from({ length: count }, () => "things");

/** A turn of a host that begins nothing. */
function look(rate: number, want: number): Promise<Turn> {
  const place = { name: `latchkey:{limit:${key}}`, host: "test", limit: rate, window: 60_000, concurrency: 0 };
  return takeTurn(new RedisLink(client(), 2_000), place, { want, debt: 0, target: 0, busy: 0, rest: 0 });
}

/** How many permits Redis has counted. */
async function counted(): Promise<number> {
  const values = await new RedisLink(client(), 2_000).send("HVALS", `latchkey:{limit:${key}}:rate:60000`);
  return Array.isArray(values) ? values.reduce((sum: number, value) => sum + Number(value), 0) : 0;
}

describe.skipIf(noRedis !== undefined)("a fleet's limit", () => {
  test("hosts with either client begin no more together than the rate allows, and all of that", async () => {
    const stop = new AbortController();
    const hosts = clients.flatMap(({ name }) => [
      host({ rate: "60/min", client: client(name) }),
      host({ rate: "60/min" }),
    ]);
    const batches = hosts.map((session) => session.all(things(40), { signal: stop.signal }));
    while (server.arrivals.length < 60) await new Promise(setImmediate);
    const turn = await look(60, 10);
    expect(turn).toMatchObject({ granted: 0, hosts: 5, paused: 0 });
    expect(turn.wait).toBeGreaterThan(30_000);
    stop.abort();
    const items = (await Promise.all(batches)).flat();
    expect(items.filter(({ response }) => response?.status === 200)).toHaveLength(60);
    expect(server.arrivals).toHaveLength(60);
  });

  test("a call waits for its turn beyond its time-out, and ends at its deadline", async () => {
    const session = host({ rate: "1/min" });
    expect((await session.httpGet("things")).status).toBe(200);
    const late = session.httpGet("things", { timeout: 20, deadline: 300 });
    await expect(late).rejects.toMatchObject({ code: "timeout", message: expect.stringContaining("fleet's limit") });
    expect(server.arrivals).toHaveLength(1);
  });

  test("retries count", async () => {
    for (let count = 0; count < 2; count += 1) server.instead.push((response) => response.writeHead(503).end());
    const session = host({ rate: "100/min" }, { retry: { firstDelay: 0 } });
    expect((await session.httpGet("things")).status).toBe(200);
    expect(server.arrivals).toHaveLength(3);
    expect(await counted()).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["for as long as it says", "30", 30_000],
    ["a minute at most", "3600", 60_000],
  ])("a 429 makes every host pause, %s", async (_how, seconds, most) => {
    server.instead.push((response) => response.writeHead(429, { "retry-after": seconds }).end());
    const [told, other] = [host({}, { retry: false }), host({})];
    expect((await told.httpGet("things")).status).toBe(429);
    let turn = await look(1_000_000, 1);
    while (turn.paused === 0) turn = await look(1_000_000, 1);
    expect(turn.granted).toBe(0);
    expect(turn.paused).toBeGreaterThan(20_000);
    expect(turn.paused).toBeLessThanOrEqual(most);
    for (const session of [told, other]) {
      await expect(session.httpGet("things", { deadline: 200 })).rejects.toMatchObject({ code: "timeout" });
    }
    expect(server.arrivals).toHaveLength(1);
  });

  test("no more are in flight over all hosts than allowed, and everybody gets on", async () => {
    const hosts = [1, 2, 3].map(() => host({ concurrency: 6 }));
    const items = (await Promise.all(hosts.map((session) => session.all(things(40))))).flat();
    expect(items.map(({ response, error }) => response?.status ?? error)).toEqual(items.map(() => 200));
    expect(server.mostAtOnce()).toBeLessThanOrEqual(6);
    expect(server.mostAtOnce()).toBeGreaterThan(1);
  });

  test("a call that begins while another one is under way asks for its slot at once", async () => {
    const session = host({ concurrency: 2 });
    const arrived = held();
    const first = session.httpGet("things");
    const answer = await arrived;
    // The first one's next question to Redis is due a little after that: this call must not wait for it.
    expect((await session.httpGet("things", { deadline: 3_000 })).status).toBe(200);
    answer.end("{}");
    expect((await first).status).toBe(200);
  });

  test("the hot path stays in the process: permits come in blocks", async () => {
    const { client: counter, sent } = counting(client());
    const session = host({ client: counter });
    for (let round = 0; round < 10; round += 1) await session.all(things(50));
    console.log(`Redis commands for 500 requests, 50 at once: ${sent()}`);
    expect(server.arrivals).toHaveLength(500);
    expect(sent()).toBeLessThan(100);
  });

  test("while Redis is away a host keeps to its share and warns once; what it did then is settled later", async () => {
    const warnings: string[] = [];
    const onWarning: StoreWarning = ({ message }) => void warnings.push(message);
    const session = host({ rate: "20/min", timeout: 300, onWarning });
    await session.all(things(2));
    await redis.kill();
    const items = await session.all(things(30).map((endpoint) => ({ endpoint, deadline: 1_500 })));
    // Redis had said that it is alone.
    expect(items.filter(({ response }) => response?.status === 200)).toHaveLength(18);
    expect(warnings).toEqual([expect.stringMatching(/keeps to its share of the limit: 20 requests in 60 s\.$/)]);
    await redis.start();
    await expect(session.httpGet("things", { deadline: 500 })).rejects.toMatchObject({ code: "timeout" });
    while ((await counted()) < 20) await session.httpGet("things", { deadline: 100 }).catch(() => {});
    expect(server.arrivals).toHaveLength(20);
  });

  test.skipIf(!PROVE)("300 per minute, 8 processes, 3 minutes", { timeout: 400_000 }, async () => {
    const fleet = await FleetProcess.start<LimitOrder>("limitProcess", 8);
    for (const [index, process] of fleet.entries()) {
      const name = index % 2 === 0 ? "@redis/client" : "ioredis";
      process.tell({ client: name, redisUrl: redis.url, key, rate: "300/min", url: server.url });
    }
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 190_000));
    for (const process of fleet) await process.kill();
    const { arrivals } = server;
    const inMinuteFrom = (start: number): number =>
      arrivals.filter((time) => time >= start && time < start + 60_000).length;
    const most = Math.max(...arrivals.map(inMinuteFrom));
    const first = arrivals[0] ?? begun;
    const used = [0, 1, 2].map((minute) => inMinuteFrom(first + minute * 60_000));
    console.log(`Most in any sliding minute: ${most}; in each of three: ${used.join(", ")}`);
    expect(most).toBeLessThanOrEqual(300);
    for (const count of used) expect(count).toBeGreaterThanOrEqual(270);
  });
});

test("without Redis from the start a host keeps to its part, never to nothing or to all", async () => {
  const warnings: string[] = [];
  const onWarning: StoreWarning = ({ message }) => void warnings.push(message);
  const session = host({
    client: nowhere(),
    rate: "50/min",
    hosts: 5,
    timeout: 20,
    onWarning,
  });
  const items = await session.all(things(30).map((endpoint) => ({ endpoint, deadline: 500 })));
  expect(items.filter(({ response }) => response?.status === 200)).toHaveLength(10);
  expect(warnings).toEqual([
    "Redis is not connected. Until it is back this host keeps to its share of the limit: 10 requests in 60 s.",
  ]);
});

test("without Redis a 429 makes its host pause all the same", async () => {
  server.instead.push((response) => response.writeHead(429, { "retry-after": "30" }).end());
  const session = host({ client: nowhere(), timeout: 20, onWarning: () => {} }, { retry: false });
  expect((await session.httpGet("things")).status).toBe(429);
  await expect(session.httpGet("things", { deadline: 200 })).rejects.toMatchObject({ code: "timeout" });
  expect(server.arrivals).toHaveLength(1);
});

test.each(["while it waits", "in the very moment of its turn"])(
  "a call that is given up %s takes no slot with it",
  async (moment) => {
    const stop = new AbortController();
    const giveUp: Layer = {
      name: "giveUp",
      *handle(request, next) {
        const reply = yield* next(request);
        stop.abort();
        return reply;
      },
    };
    // Alone, and with no Redis to ask, it lets the next one in as soon as the one before is done.
    const alone = { concurrency: 1, hosts: 1, onWarning: () => {} };
    const limit = redisLimit({ client: nowhere(), key, rate: FAST, ...alone });
    const session = new AsyncSession({ url: server.url, layers: [giveUp, limit] });
    const arrived = held();
    const first = session.httpGet("things");
    const answer = await arrived;
    const second = session.httpGet("things", { signal: stop.signal });
    const given = expect(second).rejects.toMatchObject({ code: "aborted" });
    await new Promise(setImmediate);
    if (moment === "while it waits") stop.abort();
    answer.end("{}");
    expect((await first).status).toBe(200);
    await given;
    expect((await session.httpGet("things", { deadline: 10_000 })).status).toBe(200);
    expect(server.arrivals).toHaveLength(2);
  },
);

test("what a call waits for its turn does not count towards its time-out", async () => {
  const transport = scriptedTransport((_request, index) => ({ json: {}, delay: index === 0 ? 60_000 : 500 }));
  const session = host({ client: nowhere(), concurrency: 1, hosts: 1, onWarning: () => {} }, { transport });
  const calls = [session.httpGet("things", { timeout: 100_000 }), session.httpGet("things", { timeout: 1_000 })];
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200]);
  expect(transport.clock.now()).toBe(60_500);
});

test("a blocking session is told to use the async twin", () => {
  const limit = redisLimit({ client: nowhere(), key, rate: FAST });
  using session = new Session({ url: server.url, layers: [limit] });
  expect(() => session.httpGet("things")).toThrow(/blocking session cannot wait for redisLimit/);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ rate: "300" }, /rate must be a number of requests and a time, such as "300\/min"\./],
  [{ rate: "0/min" }, /rate must be/],
  [{ rate: "5/week" }, /rate must be/],
  [{ rate: undefined }, /rate must be/],
  [{ key: undefined }, /key is missing/],
  [{ concurrency: 0 }, /concurrency must be a whole number from 1 to 1000000, not 0/],
  [{ hosts: 0.5 }, /hosts must be a whole number/],
  [{ client: {} }, /must be one of @redis\/client or ioredis/],
  [{ perMinute: 5 }, /no option "perMinute"/],
])("options %o are refused", (options, message) => {
  const given = { client: nowhere(), key: "k", rate: "5/s", ...options };
  // What JavaScript callers may pass.
  expect(() => redisLimit(given as RedisLimitOptions)).toThrow(message);
});
