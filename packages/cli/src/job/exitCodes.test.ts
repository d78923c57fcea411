import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Ended, openDesk } from "../testbed/latchkey.ts";

const desk = openDesk();
let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ seed: 1, throttle: false });
  const login = ["login", "keystone", "--url", box.url, "--username", "admin", "--password-stdin"];
  await desk.run(login, { input: "quickstart\n" });
});

afterAll(() => box.close());
beforeEach(() => box.clearFaults());

/** Runs a command with and without --json: its exit code must not depend on that. */
async function both(args: readonly string[]): Promise<Ended & { error: Record<string, unknown> }> {
  const plain = await desk.run(args);
  const json = await desk.run([...args, "--json"]);
  expect(json.status).toBe(plain.status);
  expect(plain.stdout).toBe("");
  expect(json.stdout).toBe("");
  expect(json.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(plain.stderr).not.toMatch(/^\s+at /m);
  return { ...plain, error: JSON.parse(json.stderr).error };
}

describe("the exit code tells", () => {
  test("0: what was asked for has been done", async () => {
    expect(await desk.run(["get", "users/teams/1"])).toMatchObject({ status: 0 });
  });

  test.each([
    [1, 403, {}],
    [1, 500, {}],
    [1, 503, {}],
    [1, 302, { Location: "/elsewhere/" }],
    [4, 401, {}],
    [5, 404, {}],
    [6, 429, { "Retry-After": "600" }],
    [8, 409, {}],
  ])("%d: the server answered %d", async (exitCode, status, headers) => {
    await box.fault({
      kind: "status",
      status,
      headers,
      body: { detail: "because" },
      times: Number.POSITIVE_INFINITY,
      match: { path: "/users/teams/1/" },
    });
    const ended = await both(["get", "users/teams/1"]);
    expect(ended.status).toBe(exitCode);
    expect(ended.error).toMatchObject({ code: "status", status, exitCode, problem: { detail: "because" } });
    expect(ended.error["requestId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ended.error["retryable"]).toBe(status >= 500 || status === 429);
    await desk.run(["login", "keystone", "--username", "admin", "--password-stdin"], { input: "quickstart\n" });
  });

  test("1: a session that was got cannot be kept", async () => {
    const other = openDesk();
    mkdirSync(other.directory);
    writeFileSync(join(other.directory, "sessions"), "");
    const login = ["login", "keystone", "--url", box.url, "--username", "admin", "--password-stdin", "--json"];
    const ended = await other.run(login, { input: "quickstart\n" });
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(JSON.parse(ended.stderr).error).toMatchObject({ code: "store", exitCode: 1 });
  });

  test("2: the configuration does not say which server", async () => {
    const ended = await desk.run(["get", "users/teams", "--profile", "other"]);
    expect(ended).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/profile "other" knows no Keystone server/),
    });
  });

  test("4: a wrong password, none, and nobody signed in", async () => {
    const wrong = ["login", "keystone", "--profile", "wrong", "--url", box.url, "--username", "admin"];
    const ended = await desk.run([...wrong, "--password-stdin", "--json"], { input: "canary-3\n" });
    expect(ended).toMatchObject({ status: 4, stdout: "" });
    expect(JSON.parse(ended.stderr).error).toMatchObject({ code: "rejected" });
    expect(ended.stderr).not.toContain("canary");
    expect(await both(["whoami", "--url", box.url, "--profile", "nobody"])).toMatchObject({ status: 4 });
    for (const command of ["get", "list"]) {
      const args = [command, "users/teams", "--url", box.url, "--profile", "nobody"];
      expect(await both(args)).toMatchObject({ status: 4, error: { status: 401 } });
    }
  });

  test("7: nobody answers, in time or at all", async () => {
    expect(await both(["get", "version", "--url", "http://127.0.0.1:1"])).toMatchObject({
      status: 7,
      error: { code: "connect", retryable: true },
    });
    await box.fault({ kind: "stall", times: Number.POSITIVE_INFINITY, match: { path: "/version/" } });
    expect(await both(["get", "version", "--timeout", "0.3"])).toMatchObject({ status: 7, error: { code: "timeout" } });
    await box.clearFaults();
    await box.fault({ kind: "truncate", times: Number.POSITIVE_INFINITY, match: { path: "/version/" } });
    expect(await both(["get", "version"])).toMatchObject({ status: 7, error: { code: "truncated" } });
  });

  test("2: plain http to another machine", async () => {
    expect(await both(["get", "version", "--url", "http://192.0.2.1"])).toMatchObject({ status: 2 });
  });
});

describe("what a server says", () => {
  test("cannot control the terminal", async () => {
    const detail = "\u001b]0;title\u0007\u009b31m\u202etxt\r\nnext";
    await box.fault({ kind: "status", status: 400, body: { detail }, times: 2, match: { path: "/users/teams/1/" } });
    const ended = await both(["get", "users/teams/1"]);
    expect(ended.status).toBe(1);
    // Newlines and tabs only, of all that is not drawn.
    expect(ended.stderr).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
    await box.fault({
      kind: "status",
      status: 200,
      body: { id: 1, name: detail },
      times: 2,
      match: { path: "/users/teams/1/" },
    });
    for (const args of [[], ["--json"]]) {
      const { stdout } = await desk.run(["get", "users/teams/1", ...args]);
      expect(stdout).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
      if (args.length > 0) expect(JSON.parse(stdout)).toEqual({ id: 1, name: detail });
      else expect(stdout).toContain(String.raw`\x1b]0;title\x07\x9b31m\u202etxt\r\nnext`);
    }
  });
});

describe("a hint speaks of what can be typed", () => {
  test.each([
    [["list", "authentication/whoami"], "Only lists have pages; read anything else with latchkey get."],
    [["list", "version"], "Read it with latchkey get."],
    [["get", "version", "--url", "http://192.0.2.1"], "Use https; plain http is for a server on this machine only."],
    [["helios", "cameras"], expect.stringMatching(/^Sign in: latchkey login helios; or set helios_client_id and /)],
  ])("%j", async (args, hint) => {
    const { stderr } = await desk.run([...args, "--json"]);
    expect(JSON.parse(stderr).error).toMatchObject({ hint });
  });

  test("and names the variable of the proxy", async () => {
    const { stderr } = await desk.run(["get", "version"], { env: { LATCHKEY_PROXY: "nowhere" } });
    expect(stderr).toMatch(/\nHint: For example LATCHKEY_PROXY=http:\/\/\S+\.\n/);
  });
});
