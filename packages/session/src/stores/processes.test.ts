import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type ClientCredentials, clientCredentials } from "../auth/clientCredentials.ts";
import { all } from "../flow/flow.ts";
import { authContext } from "../testbed/authContext.ts";
import { scratchDirectory } from "../testbed/scratchDirectory.ts";
import { StoreProcess } from "../testbed/storeProcesses.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { type TokenServer, tokenServer } from "../testbed/tokenServer.ts";
import { failureOf, twins } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { fileStore } from "./fileStore.ts";

const KEY = "id.helios_token";
const LOCK = `.${KEY}.lock`;
const KILL_ROUNDS = Number(process.env["LATCHKEY_KILL_ROUNDS"] ?? 50);

const started: StoreProcess[] = [];
const servers: TokenServer[] = [];

async function ready(): Promise<StoreProcess> {
  const process = new StoreProcess();
  started.push(process);
  expect(await process.hear()).toBe("ready");
  return process;
}

async function serve(): Promise<TokenServer> {
  const server = await tokenServer();
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const process of started.splice(0)) await process.kill();
  for (const server of servers.splice(0)) server.close();
});

function strategy(directory: string, url = "http://localhost"): ClientCredentials {
  const store = fileStore(directory, { onWarning: () => {} });
  return clientCredentials({ tokenUrl: `${url}/oauth/token`, clientId: "id", clientSecret: "s", store, storeKey: KEY });
}

test(`killed ${KILL_ROUNDS} times while it writes, a process never leaves a torn file, and readers never see one`, {
  timeout: 30_000 + KILL_ROUNDS * 1000,
}, async () => {
  const directory = scratchDirectory();
  const path = join(directory, KEY);
  let complete = false;
  let next = ready();
  for (let round = 0; round < KILL_ROUNDS; round += 1) {
    const writer = await next;
    // The next one starts while this one writes.
    next = ready();
    next.catch(() => {});
    writer.tell({ do: "write", directory, key: KEY });
    expect(await writer.hear()).toBe("writing");
    const reads = 1 + Math.floor(Math.random() * 300);
    const store = fileStore(directory, { onWarning: (warning) => expect.unreachable(warning.message) });
    // The last one is let to complete a write, should none have come so far.
    const most = round === KILL_ROUNDS - 1 ? 100_000 : reads;
    for (let read = 0; read < reads || (read < most && !complete); read += 1) {
      const value = store.get(KEY);
      // Nothing is there until the first write is complete, and something ever after.
      if (value !== undefined || complete) expect(value).toMatchObject({ filler: "x".repeat(3000) });
      complete ||= value !== undefined;
    }
    await writer.kill();
    expect(readdirSync(directory).length).toBeLessThanOrEqual(round + 2);
  }
  expect(complete).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const old = new Date(Date.now() - 3_700_000);
  for (const name of readdirSync(directory)) utimesSync(join(directory, name), old, old);
  fileStore(directory).set(KEY, { fresh: true });
  expect(readdirSync(directory)).toEqual([KEY]);
  await next;
});

test("8 processes that start together on an empty directory make one token request", async () => {
  const server = await serve();
  const directory = join(scratchDirectory(), ".tokens");
  const processes = await Promise.all(Array.from({ length: 8 }, ready));
  for (const [index, process] of processes.entries()) {
    process.tell({ do: "call", twin: index % 2 === 0 ? "async" : "blocking", directory, url: server.url });
  }
  for (const process of processes) expect(await process.hear()).toBe("calling");
  await server.asked();
  server.answer();
  for (const process of processes) expect([await process.hear(), await process.hear()]).toEqual(["200", "Bearer T1"]);
  expect(server.issued()).toBe(1);
  expect(readdirSync(directory)).toEqual([KEY]);
});

test("a holder that was suspended and woken does not overwrite a newer token, and takes it", async () => {
  const server = await serve();
  const directory = scratchDirectory();
  const holder = await ready();
  holder.tell({ do: "call", twin: "async", directory, url: server.url });
  expect(await holder.hear()).toBe("calling");
  await server.asked();
  holder.signal("SIGSTOP");
  const issuer = new TokenIssuer();
  issuer.issued = 10;
  const transport = scriptedTransport(issuer.script, { wall: Date.now() });
  const [twin] = twins;
  await twin?.run(strategy(directory, server.url).credential(authContext(transport)), transport);
  const newer = readFileSync(join(directory, KEY), "utf8");
  expect(JSON.parse(newer)).toMatchObject({ access_token: "T11" });
  server.answer();
  holder.signal("SIGCONT");
  expect([await holder.hear(), await holder.hear()]).toEqual(["200", "Bearer T11"]);
  expect(readFileSync(join(directory, KEY), "utf8")).toBe(newer);
  expect(readdirSync(directory)).toEqual([KEY]);
});

test("of 4 processes that find the same lock stale, one takes it, 100 times over", async () => {
  const directory = scratchDirectory();
  const store = fileStore(directory);
  const processes = await Promise.all(Array.from({ length: 4 }, ready));
  store.lease?.("key");
  for (let round = 0; round < 100; round += 1) {
    const attempt = store.lease?.("key");
    const stale = attempt !== undefined && "sign" in attempt ? attempt.sign : "";
    const at = Date.now() + 5;
    for (const process of processes) process.tell({ do: "lease", directory, key: "key", stale, at });
    const answers = await Promise.all(processes.map((process) => process.hear()));
    expect(answers.toSorted()).toEqual(["busy", "busy", "busy", "held"]);
  }
});

test("what one left behind that was killed as it removed a stale lock holds up others for a minute, and no longer", () => {
  const directory = scratchDirectory();
  const store = fileStore(directory);
  store.lease?.("key");
  const lock = join(directory, ".key.lock");
  const right = `${lock}.${createHash("sha256").update(readFileSync(lock, "utf8")).digest("hex").slice(0, 32)}`;
  const steal = (): string => {
    const attempt = store.lease?.("key");
    const sign = attempt !== undefined && "sign" in attempt ? attempt.sign : "";
    return Object.keys(store.lease?.("key", sign) ?? {}).join();
  };
  writeFileSync(right, "");
  expect([steal(), steal()]).toEqual(["sign", "sign"]);
  const before = new Date(Date.now() - 61_000);
  utimesSync(right, before, before);
  expect([steal(), steal()]).toEqual(["sign", "lease"]);
  expect(readdirSync(directory)).toEqual([".key.lock"]);
});

describe.each(twins)("in virtual time, $twin", ({ run }) => {
  test("when the holder of the lock is killed, others go on within 15 s", async () => {
    const directory = scratchDirectory();
    const holder = await ready();
    holder.tell({ do: "lease", directory, key: KEY });
    expect(await holder.hear()).toBe("held");
    await holder.kill();
    const issuer = new TokenIssuer();
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    const waiters = [strategy(directory), strategy(directory), strategy(directory)];
    const outcomes = await run(
      all(3, (index) =>
        (waiters[index] ?? strategy(directory)).credential(authContext(transport, { timeout: 60_000 })),
      ),
      transport,
    );
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(issuer.issued).toBe(1);
    expect(transport.clock.now()).toBeGreaterThan(7_000);
    expect(transport.clock.now()).toBeLessThan(15_000);
    expect(readdirSync(directory)).toEqual([KEY]);
  });

  test("a holder who is slow and alive is waited for", async () => {
    const directory = scratchDirectory();
    const issuer = new TokenIssuer();
    issuer.delay = 40_000;
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    const both = [strategy(directory), strategy(directory)];
    const outcomes = await run(
      all(2, (index) => (both[index] ?? strategy(directory)).credential(authContext(transport, { timeout: 60_000 }))),
      transport,
    );
    expect(outcomes).toEqual([
      { value: { headers: { authorization: "Bearer T1" }, source: "login" } },
      { value: { headers: { authorization: "Bearer T1" }, source: "store" } },
    ]);
    expect(issuer.issued).toBe(1);
  });

  test("a waiter whose own time ends before is told so", async () => {
    const directory = scratchDirectory();
    fileStore(directory).lease?.(KEY);
    const issuer = new TokenIssuer();
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    issuer.delay = 5_000;
    const waiting = run(strategy(directory).credential(authContext(transport, { timeout: 2_000 })), transport);
    expect(await failureOf(waiting)).toMatchObject({ code: "timeout" });
    expect(transport.clock.now()).toBeLessThanOrEqual(2_000);
  });

  const planted: Readonly<Record<string, (path: string) => void>> = {
    "of a dead process": (path) => writeFileSync(path, '{"id":"a","host":"here","pid":999999}'),
    "of process 1": (path) => writeFileSync(path, '{"id":"a","host":"here","pid":1}'),
    "of another host": (path) => writeFileSync(path, '{"id":"a","host":"elsewhere","pid":4}'),
    "that is empty": (path) => writeFileSync(path, ""),
    "that is not JSON": (path) => writeFileSync(path, "\u0000"),
    "open to others": (path) => writeFileSync(path, "{}", { mode: 0o666 }),
    "of the future": (path) => {
      writeFileSync(path, "{}");
      utimesSync(path, new Date("2099-01-01"), new Date("2099-01-01"));
    },
    "whose remover was killed": (path) => {
      writeFileSync(path, "{}", { mode: 0o600 });
      writeFileSync(`${path}.${createHash("sha256").update("{}").digest("hex").slice(0, 32)}`, "");
    },
    "that is a directory": (path) => mkdirSync(path),
    "that is a link to nowhere": (path) => symlinkSync("/nowhere/at/all", path),
  };

  test.each(Object.entries(planted))("a lock %s holds nobody up for more than 15 s", async (_what, plant) => {
    const directory = scratchDirectory();
    plant(join(directory, LOCK));
    const issuer = new TokenIssuer();
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    const context = authContext(transport, { timeout: 60_000 });
    const credential = await run(strategy(directory).credential(context), transport);
    expect(credential).toEqual({ headers: { authorization: "Bearer T1" }, source: "login" });
    expect(transport.clock.now()).toBeLessThan(15_000);
    expect(JSON.parse(readFileSync(join(directory, KEY), "utf8"))).toMatchObject({ access_token: "T1" });
  });
});
