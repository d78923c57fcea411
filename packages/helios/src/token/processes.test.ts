import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { HeliosOptions } from "../heliosOptions.ts";
import { SessionProcess } from "../testbed/sessionProcesses.ts";

const TOKEN = { method: "POST", path: "/v1/oauth/token" };

let box: HeliosBox;
let baseDir: string;
let options: HeliosOptions;
const processes: SessionProcess[] = [];

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
beforeEach(() => {
  baseDir = join(mkdtempSync(join(tmpdir(), "latchkey-helios-")), ".helios");
  options = { apiUrl: box.url, ...box.credentials, baseDir, timeout: 60_000 };
});
afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
  await box.clearFaults();
  rmSync(join(baseDir, ".."), { recursive: true });
});
afterAll(() => box.close());

/** Processes that have loaded the package and wait for orders. */
async function ready(count: number): Promise<SessionProcess[]> {
  const started = Array.from({ length: count }, () => new SessionProcess());
  processes.push(...started);
  for (const process of started) expect(await process.hear()).toBe("ready");
  return started;
}

/** Tells all to start, one twin and the other in turn. */
function startTogether(started: readonly SessionProcess[]): void {
  for (const [index, process] of started.entries()) {
    process.tell({ twin: index % 2 === 0 ? "async" : "blocking", options });
  }
}

async function answers(started: readonly SessionProcess[]): Promise<string[]> {
  const all: string[] = [];
  for (const process of started) all.push(await process.hear());
  return all;
}

/** Resolves when the sandbox has been asked for a token more often than `before`. */
async function askedForToken(before: number): Promise<void> {
  while ((await tokenRequests()) <= before);
}

async function tokenRequests(): Promise<number> {
  return (await box.requests()).filter(({ method, path }) => method === TOKEN.method && path === TOKEN.path).length;
}

test("8 processes that start at once on an empty base directory make one token request", async () => {
  const started = await ready(8);
  const before = await tokenRequests();
  await box.fault({ kind: "slow", delay: 300, match: TOKEN });
  startTogether(started);
  expect(new Set(await answers(started))).toEqual(new Set(["starting"]));
  const [first = "", ...others] = await answers(started);
  expect(first).toMatch(/^200 Bearer [\w.-]+$/);
  expect(new Set(others)).toEqual(new Set([first]));
  expect((await tokenRequests()) - before).toBe(1);
  expect(readdirSync(join(baseDir, ".tokens"))).toEqual(["sandbox.helios_token"]);
});

test("when the one that asks for the token is killed, the others go on", { timeout: 60_000 }, async () => {
  const [holder, ...others] = await ready(4);
  if (holder === undefined) throw new Error("There are four.");
  const before = await tokenRequests();
  await box.fault({ kind: "stall", match: TOKEN });
  startTogether([holder]);
  expect(await holder.hear()).toBe("starting");
  await askedForToken(before);
  expect(readdirSync(join(baseDir, ".tokens"))).toEqual([".sandbox.helios_token.lock"]);
  startTogether(others);
  expect(await answers(others)).toEqual(["starting", "starting", "starting"]);
  await holder.kill();
  const [first = "", ...rest] = await answers(others);
  expect(first).toMatch(/^200 Bearer /);
  expect(new Set(rest)).toEqual(new Set([first]));
  expect((await tokenRequests()) - before).toBe(2);
  const file = readFileSync(join(baseDir, ".tokens", "sandbox.helios_token"), "utf8");
  expect(JSON.parse(file)).toMatchObject({ access_token: first.replace("200 Bearer ", ""), client_id: "sandbox" });
});
