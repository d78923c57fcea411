import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "../testbed/latchkey.ts";

/** The long proof starts as many as the command line promises. */
const AT_ONCE = process.env["LATCHKEY_PROVE"] === undefined ? 8 : 64;

let keystone: KeystoneBox;
let helios: HeliosBox;

beforeAll(async () => {
  [keystone, helios] = await Promise.all([startKeystone({ throttle: false }), startHelios({ throttle: false })]);
});

afterAll(() => Promise.all([keystone.close(), helios.close()]));

/** Nothing here is about speed: two cores may be shared by many. */
const PATIENT = ["--timeout", "240"];
const within = 280_000;

const times = Array.from({ length: AT_ONCE }, (_, index) => index);

describe(`${AT_ONCE} processes at once on one profile`, () => {
  test("share one Keystone session", async () => {
    const desk = openDesk();
    const login = ["login", "keystone", "--url", keystone.url, "--username", "admin", "--password-stdin"];
    expect(await desk.run(login, { input: "quickstart" })).toMatchObject({ status: 0 });
    const before = await keystone.requests();
    const ended = await Promise.all(
      times.map(() => desk.run(["whoami", "--json", "--columns", "username", ...PATIENT], { within })),
    );
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set([0]));
    expect(new Set(ended.map(({ stdout }) => JSON.parse(stdout).username))).toEqual(new Set(["admin"]));
    const asked = (await keystone.requests()).slice(before.length);
    expect(asked.map(({ path }) => path)).toEqual(times.map(() => "/authentication/whoami/"));
    expect(new Set(asked.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expectWhole(join(desk.directory, "sessions", "default", "keystone"));
  });

  test("sign in to Keystone once, when the environment lets them", async () => {
    const desk = openDesk();
    const env = { KEYSTONE_URL: keystone.url, KEYSTONE_USERNAME: "admin", KEYSTONE_PASSWORD: "quickstart" };
    await desk.run(["login", "keystone"], { env });
    const store = join(desk.directory, "sessions", "default", "keystone");
    rmSync(join(store, "session"));
    const logins = async () =>
      (await keystone.requests()).filter(({ path }) => path === "/authentication/login/").length;
    const before = await logins();
    const ended = await Promise.all(times.map(() => desk.run(["whoami", ...PATIENT], { env, within })));
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set([0]));
    expect((await logins()) - before).toBe(1);
    expectWhole(store);
  });

  test("ask Helios for one token", async () => {
    const desk = openDesk();
    const login = ["login", "helios", "--url", helios.url, "--client-id", "sandbox", "--secret-stdin"];
    expect(await desk.run(login, { input: "sandbox-secret" })).toMatchObject({ status: 0 });
    await helios.revokeTokens();
    const before = (await helios.counts()).token;
    const args = ["helios", "cameras", "--state", "Ohio", "--limit", "1", "--json"];
    const ended = await Promise.all(times.map(() => desk.run([...args, ...PATIENT], { within })));
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set([0]));
    for (const { stdout } of ended) expect(JSON.parse(stdout)).toHaveLength(1);
    expect((await helios.counts()).token - before).toBe(1);
    expectWhole(join(desk.directory, "sessions", "default", "helios"));
  });
});

/** No file is torn, and nothing is left over. */
function expectWhole(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (name.startsWith(".")) expect(name).toMatch(/\.lock$/);
    else expect(() => JSON.parse(readFileSync(join(directory, name), "utf8"))).not.toThrow();
  }
}
