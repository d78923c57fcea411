import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileStore } from "@latchkey/session";
import { scriptedTransport } from "@latchkey/session/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";

/** LATCHKEY_KILL_ROUNDS, or half as many as for tokens: these processes take longer to start. */
const ROUNDS = Number(process.env["LATCHKEY_KILL_ROUNDS"] ?? 25);
const PROGRAM = fileURLToPath(new URL("./testbed/sessionWriter.js", import.meta.url));
const URL_ = "http://localhost/";
const KEY = "session";
const HOUR = 3_700_000;

let directory: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-killed-"));
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(directory, { recursive: true });
});

/** A process that will write one session after the other. */
async function ready(round: number): Promise<ChildProcess> {
  const twin = round % 2 === 0 ? "async" : "blocking";
  const child = fork(PROGRAM, [twin, URL_, directory, KEY], { execArgv: [] });
  started.push(child);
  expect(await once(child, "message")).toContain("ready");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** What a record says of the session that it is of: its cookies must agree on that. */
function sessionOf(record: unknown): string {
  expect(record).toMatchObject({ kind: "cookies", url: URL_, cookies: [{ value: expect.any(String) }, {}] });
  const { cookies } = record as { readonly cookies: readonly { readonly name: string; readonly value: string }[] };
  const [session, csrf] = cookies;
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(["csrftoken", "sessionid"]);
  expect(session?.value).toBe(csrf?.value);
  return session?.value ?? "";
}

test(`killed ${ROUNDS} times while it stores its session, a client leaves one whole session, never parts of two`, {
  timeout: 60_000 + ROUNDS * 1_000,
}, async () => {
  const store = fileStore(directory, { onWarning: (warning) => expect.unreachable(warning.message) });
  let last = "";
  let next = ready(0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = await next;
    child.send("write");
    expect(await once(child, "message")).toContain("writing");
    // The next one starts meanwhile.
    next = ready(round + 1);
    next.catch(() => {});
    const reads = 1 + Math.floor(Math.random() * 300);
    for (let read = 0; read < reads; read += 1) last = sessionOf(store.get(KEY));
    await kill(child);
    last = sessionOf(store.get(KEY));
    expect(readdirSync(directory).length).toBeLessThanOrEqual(round + 2);
  }
  await kill(await next);
  expect(statSync(join(directory, KEY)).mode & 0o777).toBe(0o600);

  // What the killed ones left goes when it is old; the session itself goes on.
  const old = new Date(Date.now() - HOUR);
  for (const name of readdirSync(directory)) utimesSync(join(directory, name), old, old);
  const transport = scriptedTransport([{ json: { username: "ada" } }, { json: {} }]);
  const client = new AsyncKeystoneClient({ url: URL_, store: fileStore(directory), storeKey: KEY, transport });
  expect(await client.whoami()).toMatchObject({ username: "ada" });
  await client.logout();
  await client.close();
  expect(transport.requests[0]?.headers["cookie"]).toContain(`sessionid=${last}`);
});
