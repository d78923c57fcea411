import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, type RunOptions } from "../testbed/latchkey.ts";

const desk = openDesk();
let keystone: KeystoneBox;
let helios: HeliosBox;

beforeAll(async () => {
  [keystone, helios] = await Promise.all([startKeystone({ throttle: false }), startHelios()]);
});

afterAll(() => Promise.all([keystone.close(), helios.close()]));

async function json(at: Desk, args: readonly string[], options?: RunOptions): Promise<unknown> {
  const ended = await at.run([...args, "--json"], options);
  expect(ended).toMatchObject({ status: 0 });
  return JSON.parse(ended.stdout);
}

function loginKeystone(at: Desk, ...more: readonly string[]): Promise<unknown> {
  const args = ["login", "keystone", "--url", keystone.url, "--username", "admin", "--password-stdin", ...more];
  return json(at, args, { input: "quickstart\r\n" });
}

function loginHelios(at: Desk, ...more: readonly string[]): Promise<unknown> {
  const args = ["login", "helios", "--url", helios.url, "--client-id", "sandbox", "--secret-stdin", ...more];
  return json(at, args, { input: "sandbox-secret\n" });
}

/** Where a service of the default profile has its files. */
function kept(at: Desk, service: string): string {
  return join(at.directory, "sessions", "default", service);
}

/** The files there that are no locks. */
function secretsOf(at: Desk, service: string): readonly string[] {
  return existsSync(kept(at, service)) ? readdirSync(kept(at, service)).filter((name) => !name.startsWith(".")) : [];
}

describe("a Keystone session", () => {
  test("is kept, used, shown, and ended", async () => {
    const at = openDesk();
    expect(await loginKeystone(at)).toMatchObject({ who: "admin", store: "file", profile: "default" });
    expect(await json(at, ["whoami"])).toMatchObject({ username: "admin", is_staff: true });
    expect(await json(at, ["status"])).toMatchObject([
      { service: "keystone", who: "admin", url: keystone.url, store: "file", state: "signed in", active: true },
    ]);
    const [{ expires, renewable }] = Object(await json(at, ["status"]));
    expect(Date.parse(expires) - Date.now()).toBeGreaterThan(13 * 86_400_000);
    expect(renewable).toBe(false);
    const logins = (await keystone.requests()).filter(({ path }) => path === "/authentication/login/").length;
    expect(await json(at, ["logout"])).toMatchObject([{ service: "keystone", who: "admin" }]);
    expect(readdirSync(join(at.directory, "sessions", "default"))).toEqual([]);
    expect(await at.run(["whoami", "--url", keystone.url])).toMatchObject({ status: 4 });
    expect(await json(at, ["status"])).toEqual([]);
    expect((await keystone.requests()).filter(({ path }) => path === "/authentication/login/")).toHaveLength(logins);
    expect(await at.run(["logout"])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("Nobody was signed in"),
    });
  });

  test("is removed even when the server cannot be told", async () => {
    const at = openDesk();
    await loginKeystone(at);
    await keystone.fault({ kind: "status", status: 500, match: { path: "/authentication/logout/" } });
    expect(await at.run(["logout"])).toMatchObject({ status: 1 });
    expect(await json(at, ["status"])).toEqual([]);
  });

  test("does not replace one that works when signing in fails", async () => {
    const at = openDesk();
    await loginKeystone(at);
    const args = ["login", "keystone", "--username", "admin", "--password-stdin"];
    expect(await at.run(args, { input: "wrong" })).toMatchObject({ status: 4 });
    expect(await at.run(["whoami"])).toMatchObject({ status: 0 });
  });

  test("of one server is still there when signing in to another one fails", async () => {
    const at = openDesk();
    await loginKeystone(at);
    const args = ["login", "keystone", "--url", "http://127.0.0.1:1", "--username", "admin", "--password-stdin"];
    expect(await at.run(args, { input: "quickstart" })).toMatchObject({ status: 7 });
    expect(await json(at, ["whoami"])).toMatchObject({ username: "admin" });
  });

  test("leaves nothing behind when another one takes its place", async () => {
    const at = openDesk();
    const secrets = (): readonly string[] => secretsOf(at, "keystone");
    const token = await keystone.createToken("admin");
    const withToken = ["login", "keystone", "--url", keystone.url, "--token-stdin"];
    await loginKeystone(at);
    expect(secrets()).toEqual(["session"]);
    await json(at, withToken, { input: token });
    expect(secrets()).toEqual(["token"]);
    await loginKeystone(at);
    expect(secrets()).toEqual(["session"]);
    await loginKeystone(at, "--store", "memory");
    expect(secrets()).toEqual([]);
    expect(await json(at, ["status"])).toEqual([]);
  });

  test("takes the place of one that cannot be removed, which is told of", async () => {
    const at = openDesk();
    await loginKeystone(at);
    const old = join(kept(at, "keystone"), "session");
    rmSync(old);
    mkdirSync(join(old, "in the way"), { recursive: true });
    const args = ["login", "keystone", "--url", keystone.url, "--username", "admin", "--password-stdin"];
    const ended = await at.run([...args, "--store", "memory"], { input: "quickstart" });
    expect(ended).toMatchObject({ status: 0, stdout: "" });
    expect(ended.stderr).toMatch(/^Warning: What an earlier sign-in kept is still there: .*\nSigned in /m);
  });

  test("is shown without its end where the server tells of one that is no time", async () => {
    const at = openDesk();
    await loginKeystone(at);
    await loginHelios(at, "--profile", "other");
    await keystone.fault({ kind: "status", status: 200, body: { session_age: 1e18 }, match: { path: "/config/" } });
    expect(await json(at, ["status"])).toMatchObject([
      { service: "keystone", state: "signed in", expires: null },
      { service: "helios", state: "signed in" },
    ]);
  });

  test("in memory is over with the command, which says so", async () => {
    const at = openDesk();
    expect(await loginKeystone(at, "--store", "memory")).toMatchObject({ store: "memory" });
    expect(existsSync(join(at.directory, "sessions"))).toBe(false);
    expect(await json(at, ["status"])).toEqual([]);
  });

  test("a token of the environment that is not taken is what whoami names: signing in would not help", async () => {
    const env = { KEYSTONE_TOKEN: "abc", KEYSTONE_URL: keystone.url };
    const ended = await openDesk().run(["whoami"], { env });
    expect(ended).toMatchObject({ status: 4, stdout: "" });
    expect(ended.stderr).toContain("does not take KEYSTONE_TOKEN");
  });

  test("may be a service's API token", async () => {
    const at = openDesk();
    const token = await keystone.createToken("admin");
    const args = ["login", "keystone", "--url", keystone.url, "--token-stdin"];
    expect(await json(at, args, { input: token })).toMatchObject({ who: "admin" });
    expect(await json(at, ["whoami"])).toMatchObject({ username: "admin" });
    expect(await json(at, ["logout"])).toHaveLength(1);
    const env = { KEYSTONE_TOKEN: token, KEYSTONE_URL: keystone.url };
    expect(await json(at, ["whoami"], { env })).toMatchObject({ username: "admin" });
  });

  test("is opened by what the environment says, and renewed by it", async () => {
    const at = openDesk();
    const env = { KEYSTONE_URL: keystone.url, KEYSTONE_USERNAME: "admin", KEYSTONE_PASSWORD: "quickstart" };
    expect(await json(at, ["whoami"], { env })).toMatchObject({ username: "admin" });
    expect(await json(at, ["login", "keystone"], { env })).toMatchObject({ who: "admin" });
    rmSync(join(at.directory, "sessions", "default", "keystone", "session"));
    expect(await at.run(["whoami"])).toMatchObject({ status: 4 });
    expect(await json(at, ["status"], { env })).toMatchObject([{ state: "signed out", renewable: true }]);
    expect(await json(at, ["whoami"], { env })).toMatchObject({ username: "admin" });
    expect(await at.run(["whoami"])).toMatchObject({ status: 0 });
  });

  test("is kept nowhere but where it was asked to be", async () => {
    const at = openDesk({ LATCHKEY_STORE: undefined });
    const args = ["login", "keystone", "--url", keystone.url, "--username", "admin", "--password-stdin"];
    const refused = await at.run([...args, "--store", "keychain"], { input: "quickstart" });
    if (refused.status === 0) return; // This machine has a keychain that works.
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("--store file") });
    expect(existsSync(at.directory)).toBe(false);
    const fallen = await at.run(args, { input: "quickstart" });
    expect(fallen).toMatchObject({ status: 0, stdout: "" });
    // The warning comes before anything is written.
    expect(fallen.stderr).toMatch(/^Warning: No keychain answers here.*\nSigned in .*\nKept in a file in .*\n$/);
  });
});

describe("signing out", () => {
  test("goes on to the other service when one fails, and tells of it at the end", async () => {
    const at = openDesk();
    await loginKeystone(at);
    await loginHelios(at);
    await keystone.fault({ kind: "status", status: 500, match: { path: "/authentication/logout/" } });
    const ended = await at.run(["logout"]);
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^Signed out sandbox from .*\nError: .* answered 500/);
    expect(existsSync(kept(at, "keystone"))).toBe(false);
    expect(existsSync(kept(at, "helios"))).toBe(false);
    expect(await json(at, ["status"])).toEqual([]);
  });

  const unusable: readonly (readonly [string, (file: string) => void])[] = [
    ["is torn", (file) => writeFileSync(file, "{", { mode: 0o600 })],
    ...(process.platform === "win32" ? [] : ([["others can read", (file: string) => chmodSync(file, 0o640)]] as const)),
  ];

  test.each(unusable)("and removing a profile removes what belongs to a record that %s", async (_what, spoil) => {
    const at = openDesk();
    const record = join(at.directory, "profiles", "default.keystone.json");
    await loginKeystone(at);
    spoil(record);
    const ended = await at.run(["logout"]);
    expect(ended).toMatchObject({ status: 1, stdout: "" });
    expect(ended.stderr).toMatch(
      /\nError: .* keystone cannot be used: it is removed .*\nHint: The server could not be/,
    );
    expect([record, kept(at, "keystone")].filter((path) => existsSync(path))).toEqual([]);
    await loginKeystone(at);
    spoil(record);
    expect(await at.run(["profile", "remove", "default"])).toMatchObject({ status: 0 });
    expect([record, kept(at, "keystone")].filter((path) => existsSync(path))).toEqual([]);
  });
});

describe("a Helios session", () => {
  test("is kept, used, and removed", async () => {
    const at = openDesk();
    expect(await loginHelios(at)).toMatchObject({ who: "sandbox", service: "helios", store: "file" });
    const before = (await helios.counts()).token;
    expect(await json(at, ["whoami"])).toMatchObject({ clientId: "sandbox", server: helios.url });
    expect(await json(at, ["status"])).toMatchObject([{ service: "helios", state: "signed in", renewable: true }]);
    expect((await helios.counts()).token).toBe(before);
    expect(await json(at, ["logout", "helios"])).toMatchObject([{ who: "sandbox" }]);
    expect(readdirSync(join(at.directory, "sessions", "default"))).toEqual([]);
  });

  test("is refused with a wrong secret, which is not kept", async () => {
    const at = openDesk();
    await loginHelios(at);
    const args = ["login", "helios", "--client-id", "sandbox", "--secret-stdin"];
    const ended = await at.run(args, { input: "canary-5" });
    expect(ended).toMatchObject({ status: 4, stdout: "" });
    expect(ended.stderr).not.toContain("canary");
    expect(await at.run(["whoami", "helios"])).toMatchObject({ status: 0 });
  });

  test("is shown with a token, without one, with one that is about to end, and with one that is refused", async () => {
    await using box = await startHelios({ throttle: false });
    const at = openDesk();
    const args = ["login", "helios", "--url", box.url, "--client-id", "sandbox", "--secret-stdin"];
    const state = async (): Promise<unknown> => Object(await json(at, ["status"]))[0];
    await json(at, args, { input: "sandbox-secret" });
    const [{ expires }] = Object(await json(at, ["status"]));
    expect(await state()).toMatchObject({ state: "signed in" });
    await box.advance(Date.parse(expires) - Date.now() - 600_000);
    expect(await state()).toMatchObject({ state: "about to end", expires: expect.any(String) });
    await box.revokeTokens();
    expect(await state()).toMatchObject({ state: "refused", expires: null });
    rmSync(join(kept(at, "helios"), "sandbox.helios_token"));
    expect(await state()).toMatchObject({ state: "no token yet", expires: null });
  });

  test("leaves nothing behind when another one takes its place", async () => {
    const at = openDesk();
    await loginHelios(at);
    expect(secretsOf(at, "helios")).toHaveLength(2);
    await loginHelios(at, "--store", "memory");
    expect(secretsOf(at, "helios")).toEqual([]);
  });

  test("is opened by what the environment says", async () => {
    const at = openDesk();
    const env = { helios_client_id: "sandbox", helios_client_secret: "sandbox-secret", HELIOS_API_URL: helios.url };
    expect(await json(at, ["whoami", "helios"], { env })).toMatchObject({ clientId: "sandbox" });
    expect(existsSync(join(at.home, ".helios", ".tokens"))).toBe(true);
  });

  test("keeps nothing of a client in the environment where memory is asked for", async () => {
    const at = openDesk({ LATCHKEY_STORE: "memory" });
    const env = { helios_client_id: "sandbox", helios_client_secret: "sandbox-secret", HELIOS_API_URL: helios.url };
    expect(await json(at, ["whoami", "helios"], { env })).toMatchObject({ clientId: "sandbox" });
    expect(existsSync(join(at.home, ".helios"))).toBe(false);
  });
});

describe("profiles", () => {
  test("keep accounts apart; flag wins over environment, and that over what was chosen", async () => {
    const at = openDesk();
    await loginKeystone(at, "--profile", "one");
    await loginHelios(at, "--profile", "two");
    expect(await json(at, ["profile", "list"])).toMatchObject([
      { profile: "default", active: true },
      { profile: "one", keystone: keystone.url },
      { profile: "two", helios: helios.url },
    ]);
    expect(await at.run(["whoami"])).toMatchObject({ status: 2 });
    expect(await at.run(["profile", "use", "one"])).toMatchObject({ status: 0 });
    expect(await json(at, ["whoami"])).toMatchObject({ username: "admin" });
    const env = { LATCHKEY_PROFILE: "two" };
    expect(await json(at, ["whoami"], { env })).toMatchObject({ clientId: "sandbox" });
    expect(await json(at, ["whoami", "--profile", "one"], { env })).toMatchObject({ username: "admin" });
    expect(await json(at, ["status", "--active", "--offline"])).toMatchObject([{ profile: "one", state: "not asked" }]);
    expect(await at.run(["profile", "remove", "one"])).toMatchObject({ status: 0 });
    expect(await at.run(["profile", "remove", "one"])).toMatchObject({ status: 2 });
    expect(await at.run(["whoami"])).toMatchObject({ status: 2 });
  });

  test("are not chosen any more when they are removed", async () => {
    const at = openDesk();
    await loginKeystone(at);
    await loginHelios(at, "--profile", "two");
    await at.run(["profile", "use", "two"]);
    await at.run(["profile", "remove", "two"]);
    expect(await json(at, ["whoami"])).toMatchObject({ username: "admin" });
  });

  test("are told from what else lies in their directory", async () => {
    const at = openDesk();
    await loginKeystone(at);
    for (const name of ["_x.keystone.json", "x.y.keystone.json", `${"x".repeat(64)}.helios.json`, "default.mars.json"])
      writeFileSync(join(at.directory, "profiles", name), "{}");
    expect(await json(at, ["status"])).toHaveLength(1);
    expect(await json(at, ["profile", "list"])).toMatchObject([{ profile: "default" }]);
  });

  test("hold no secret themselves", async () => {
    const at = openDesk();
    await loginKeystone(at);
    const session = readFileSync(join(at.directory, "sessions", "default", "keystone", "session"), "utf8");
    const [cookie] = /[a-z0-9]{32}/i.exec(session) ?? [""];
    expect(cookie).not.toBe("");
    const profile = readFileSync(join(at.directory, "profiles", "default.keystone.json"), "utf8");
    expect(profile).not.toContain(cookie);
    for (const args of [["status"], ["whoami"], ["profile", "list"], ["doctor"]]) {
      const { stdout, stderr } = await at.run(args);
      expect(stdout + stderr).not.toContain(cookie);
    }
  });

  test.each(["../x", "A", "a b", "a.json"])("cannot be called %j", async (name) => {
    expect(await desk.run(["whoami", "--profile", name])).toMatchObject({ status: 2, stdout: "" });
  });
});
