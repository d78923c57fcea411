import { AsyncHeliosSession } from "@latchkey/helios";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clients, connect } from "../testbed/clients.ts";
import { counting } from "../testbed/countingClient.ts";
import type { FleetOrder } from "../testbed/fleetProcess.ts";
import { FleetProcess, type FleetReport } from "../testbed/fleetProcesses.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";
import { redisStore } from "./redisStore.ts";

type Host = FleetProcess<FleetOrder>;

const TOKEN = { method: "POST", path: "/v1/oauth/token" };
const PROVE = process.env["LATCHKEY_PROVE"] !== undefined;
const HOSTS = PROVE ? 32 : 4;
const REQUESTS = PROVE ? 200 : 10;

let redis: RedisServer;
let box: HeliosBox;
let prefix: string;
let before: number;
let rounds = 0;
const started: Host[] = [];

beforeAll(async () => {
  if (noRedis !== undefined) return;
  redis = await RedisServer.start();
  box = await startHelios({ throttle: false, thread: true });
});
beforeEach(async () => {
  if (noRedis !== undefined) return;
  rounds += 1;
  prefix = `round-${rounds}:`;
  before = 0;
  before = await tokenRequests();
});
afterEach(async () => {
  for (const host of started.splice(0)) await host.kill();
  await box?.clearFaults();
});
afterAll(async () => {
  await box?.close();
  await redis?.close();
});

async function hosts(count: number): Promise<Host[]> {
  const ready = await FleetProcess.start<FleetOrder>("fleetProcess", count);
  started.push(...ready);
  return ready;
}

/** Tells hosts to work, one client library and the other in turn, and waits until they do. */
async function set(workers: readonly Host[], requests: number, skews: readonly number[] = []): Promise<void> {
  const { clientId, clientSecret } = box.credentials;
  for (const [index, worker] of workers.entries()) {
    const client = index % 2 === 0 ? "@redis/client" : "ioredis";
    const skew = skews[index] ?? 0;
    worker.tell({ client, redisUrl: redis.url, prefix, apiUrl: box.url, clientId, clientSecret, requests, skew });
  }
  for (const worker of workers) expect(await worker.hear()).toBe("working");
}

async function reports(workers: readonly Host[]): Promise<FleetReport[]> {
  // What a host says last is its report: see fleetProcess.ts.
  return Promise.all(workers.map((worker) => worker.hear() as Promise<FleetReport>));
}

/** How many token requests have arrived in this round, those that are held back included. */
async function tokenRequests(): Promise<number> {
  return (
    (await box.requests()).filter(({ method, path }) => method === TOKEN.method && path === TOKEN.path).length - before
  );
}

/** Resolves when the sandbox has been asked for so many tokens. */
async function asked(count: number): Promise<void> {
  while ((await tokenRequests()) < count);
}

/** Keeps the next token requests waiting until the faults are cleared. */
const holdTokens = (): Promise<void> => box.fault({ kind: "hold", until: 1_000, match: TOKEN });

const good = (report: FleetReport): boolean => report.statuses.join() === "200" && report.warnings.length === 0;

/** Has one host ask for a token, and the sandbox keep it waiting. */
async function ask(host: Host | undefined): Promise<Host> {
  if (host === undefined) throw new Error("No host was started.");
  await holdTokens();
  await set([host], 1);
  await asked(1);
  return host;
}

/** Ends the lease, as if its time were over. */
async function loseLease(): Promise<void> {
  const { client, close } = connect("ioredis", redis.url);
  if (!("call" in client)) throw new Error("ioredis has a call.");
  const names = await client.call("KEYS", `${prefix}lease:*`);
  expect(names).toHaveLength(1);
  await client.call("DEL", String(names).split(",", 1)[0] ?? "", ...(Array.isArray(names) ? names : []));
  close();
}

describe.skipIf(noRedis !== undefined)("a fleet's token", () => {
  test(`${HOSTS} hosts × ${REQUESTS} requests that start together make one token request`, async () => {
    const fleet = await hosts(HOSTS);
    await set(fleet, REQUESTS);
    const all = await reports(fleet);
    expect(all.filter((report) => !good(report))).toEqual([]);
    expect(new Set(all.map(({ token }) => token)).size).toBe(1);
    expect(await tokenRequests()).toBe(1);
  });

  test("when the host that asks for it is killed, the others ask once more", { timeout: 60_000 }, async () => {
    const [first, ...others] = await hosts(4);
    const holder = await ask(first);
    await set(others, 5);
    await holder.kill();
    await box.clearFaults();
    const all = await reports(others);
    expect(all.filter((report) => !good(report))).toEqual([]);
    expect(new Set(all.map(({ token }) => token)).size).toBe(1);
    expect(await tokenRequests()).toBe(2);
  });

  test("when Redis is killed and restarted meanwhile, at most one more is asked for", async () => {
    const [first, ...others] = await hosts(4);
    const holder = await ask(first);
    await set(others, 5);
    await redis.kill();
    await redis.start();
    await box.clearFaults();
    const all = await reports([holder, ...others]);
    expect(all.filter((report) => !good(report))).toEqual([]);
    expect(await tokenRequests()).toBeLessThanOrEqual(2);
  });

  test("when the lease is lost, at most one more is asked for, and every token is good", async () => {
    const fleet = await hosts(3);
    const [first, ...others] = fleet;
    await ask(first);
    await loseLease();
    await set(others, 5);
    await asked(2);
    await box.clearFaults();
    expect((await reports(fleet)).filter((report) => !good(report))).toEqual([]);
    expect(await tokenRequests()).toBe(2);
  });

  test("a holder that was suspended and woken does not overwrite a newer token, and takes it", async () => {
    const [first, other, late] = await hosts(3);
    if (other === undefined || late === undefined) throw new Error("There are three.");
    const holder = await ask(first);
    holder.signal("SIGSTOP");
    await box.clearFaults();
    await loseLease();
    await set([other], 1);
    const [newer] = await reports([other]);
    holder.signal("SIGCONT");
    const [woken] = await reports([holder]);
    await set([late], 1);
    const [last] = await reports([late]);
    expect(newer?.token).toMatch(/^Bearer /);
    expect([woken?.token, last?.token]).toEqual([newer?.token, newer?.token]);
    expect(await tokenRequests()).toBe(2);
  });

  test("hosts whose clocks are a day apart share it", async () => {
    const day = 86_400_000;
    const fleet = await hosts(3);
    await set(fleet, 5, [day, -day, 0]);
    expect((await reports(fleet)).filter((report) => !good(report))).toEqual([]);
    expect(await tokenRequests()).toBeLessThanOrEqual(2);
  });

  test.each(clients)("without Redis a session warns and works on, $name", async ({ connect: open }) => {
    const { client, close } = open("redis://127.0.0.1:1");
    const warnings: string[] = [];
    const store = redisStore(client, { timeout: 50, onWarning: ({ message }) => void warnings.push(message) });
    const options = { apiUrl: box.url, ...box.credentials, store };
    await AsyncHeliosSession.with(options, async (session) => {
      const items = await session.all(Array.from({ length: 100 }, () => "session"));
      expect(items.map(({ response, error }) => response?.status ?? error)).toEqual(items.map(() => 200));
    });
    expect(await tokenRequests()).toBe(1);
    close();
  });

  test("the first host pays for the token with a few commands, each other host with two, and requests with none", async () => {
    const costs: number[] = [];
    for (let count = 0; count < 2; count += 1) {
      const { client, close } = connect("@redis/client", redis.url);
      const counted = counting(client);
      const onWarning = ({ message }: Error): void => expect.unreachable(message);
      const store = redisStore(counted.client, { prefix, timeout: 1_900, onWarning });
      await AsyncHeliosSession.with({ apiUrl: box.url, ...box.credentials, store }, async (session) => {
        await session.sendRequest("GET", "session");
        costs.push(counted.sent());
        await session.all(Array.from({ length: 20 }, () => "session"));
        costs.push(counted.sent());
      });
      close();
    }
    const [first = 0, afterRequests, other = 0, afterOthers] = costs;
    console.log(`Redis commands for a token: ${first} on the first host, ${other} on another`);
    expect([afterRequests, afterOthers]).toEqual([first, other]);
    expect(first).toBeLessThanOrEqual(12);
    expect(other).toBeLessThanOrEqual(2);
    expect(await tokenRequests()).toBe(1);
  });

  test("when Redis goes away half-way, the token in hand stays in use", async () => {
    const { client, close } = connect("@redis/client", redis.url);
    const store = redisStore(client, { prefix, timeout: 200, onWarning: () => {} });
    await AsyncHeliosSession.with({ apiUrl: box.url, ...box.credentials, store }, async (session) => {
      expect((await session.sendRequest("GET", "session")).status).toBe(200);
      await redis.kill();
      const items = await session.all(Array.from({ length: 50 }, () => "session"));
      expect(items.map(({ response, error }) => response?.status ?? error)).toEqual(items.map(() => 200));
      await redis.start();
    });
    expect(await tokenRequests()).toBe(1);
    close();
  });
});
