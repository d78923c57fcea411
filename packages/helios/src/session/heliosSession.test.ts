import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { memoryStore } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { AsyncHeliosSession } from "../asyncHeliosSession.ts";
import type { HeliosOptions } from "../heliosOptions.ts";
import { HeliosSession } from "../heliosSession.ts";
import { failureOf, heliosTwins } from "../testbed/heliosTwins.ts";

let box: HeliosBox;
let baseDir: string;
let options: HeliosOptions;

beforeAll(async () => {
  // In a thread of its own: a blocking session holds this one.
  box = await startHelios({ throttle: false, thread: true });
});

beforeEach(async () => {
  await box.clearFaults();
  baseDir = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
  options = { apiUrl: box.url, ...box.credentials, baseDir };
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(baseDir, { recursive: true });
});

afterAll(() => box.close());

/** What the server was asked since `before`. */
async function askedSince(before: number): Promise<string[]> {
  return (await box.requests()).slice(before).map(({ method, path }) => `${method} ${path}`);
}

describe.each(heliosTwins)("the $twin session", ({ make, bare, start, within }) => {
  test("starts, and says what it is", async () => {
    const session = await start({ ...options, apiUrl: `${box.url}/`, maxConcurrency: 7 });
    expect(session).toMatchObject({
      clientId: "sandbox",
      apiUrl: box.url,
      baseDir,
      maxConcurrency: 7,
      tokenExpirationThreshold: 60,
      verifySsl: true,
      token: { tokenType: "Bearer", issuer: box.url, clientId: "sandbox", source: "issuer", lifetime: 93_600_000 },
      authHeader: { Authorization: expect.stringMatching(/^Bearer [\w.-]+$/) },
    });
    expect(await session.verifyToken()).toBe(true);
    await session.close();
  });

  test("forgets its token and the file when told to, and asks for another when it needs one", async () => {
    const session = await start(options);
    const file = join(baseDir, ".tokens", "sandbox.helios_token");
    expect(statSync(file).isFile()).toBe(true);
    await session.forgetToken();
    expect([session.token, readdirSync(join(baseDir, ".tokens"))]).toEqual([undefined, []]);
    const before = (await box.requests()).length;
    await session.cameras.index({ state: "Virginia", limit: 1 });
    expect((await askedSince(before))[0]).toBe("POST /v1/oauth/token");
    await session.close();
  });

  test("starts by itself on first use, with one token request however many calls wait for it", async () => {
    const before = (await box.requests()).length;
    const session = make(options);
    expect([session.token, session.authHeader, readdirSync(baseDir)]).toEqual([undefined, undefined, []]);
    const items = await session.all(Array.from({ length: 20 }, () => "cameras?limit=0"));
    expect(items.map(({ response }) => response?.status)).toEqual(Array.from({ length: 20 }, () => 200));
    const asked = await askedSince(before);
    expect(asked.filter((request) => request === "POST /v1/oauth/token")).toHaveLength(1);
    expect(asked).toHaveLength(21);
    await session.close();
  });

  test("keeps its token in a private file, which the next session uses", async () => {
    await (await start(options)).close();
    const file = join(baseDir, ".tokens", "sandbox.helios_token");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(baseDir, ".tokens")).mode & 0o777).toBe(0o700);
    const before = (await box.requests()).length;
    const next = make(options);
    expect((await next.sendRequest("GET", "cameras", { params: { limit: 0 } })).status).toBe(200);
    expect(next.token?.source).toBe("store");
    expect(await askedSince(before)).toEqual(["GET /v1/cameras"]);
    await next.close();
  });

  test("startSession() can be called again: it verifies, and renews a token with too little time left", async () => {
    await using short = await startHelios({ tokenLifetime: 7200, thread: true });
    const session = await start({ ...options, apiUrl: short.url });
    const first = session.authHeader;
    expect(await session.verifyToken()).toBe(true);
    await session.startSession();
    expect(session.authHeader).toEqual(first);
    await short.advance(3_700_000);
    expect(await session.verifyToken()).toBe(false);
    await session.startSession();
    expect(session.authHeader).not.toEqual(first);
    expect(await session.verifyToken()).toBe(true);
    expect((await short.counts()).token).toBe(2);
    await session.close();
  });

  test("the threshold never asks for more than half of a token's life", async () => {
    await using brief = await startHelios({ tokenLifetime: 600, thread: true });
    const session = await start({ ...options, apiUrl: brief.url });
    expect(await session.verifyToken()).toBe(true);
    await brief.advance(290_000);
    expect(await session.verifyToken()).toBe(true);
    await brief.advance(20_000);
    expect(await session.verifyToken()).toBe(false);
    expect((await brief.counts()).token).toBe(1);
    await session.close();
  });

  test("the threshold is an option, in minutes", async () => {
    const strict = await start({ ...options, tokenExpirationThreshold: 13 * 60 });
    expect(strict.tokenExpirationThreshold).toBe(780);
    expect(await strict.verifyToken()).toBe(true);
    await strict.close();
    await using day = await startHelios({ tokenLifetime: 7200, thread: true });
    const lax = await start({ ...options, apiUrl: day.url, tokenExpirationThreshold: 0 });
    await day.advance(7_100_000);
    expect(await lax.verifyToken()).toBe(true);
    await lax.close();
  });

  test("verifyToken() asks for no token: without one it is false", async () => {
    const before = (await box.requests()).length;
    const session = make(options);
    expect(await session.verifyToken()).toBe(false);
    expect(await askedSince(before)).toEqual([]);
    await session.close();
  });

  test("with() starts a session, hands it over and closes it, however it ends", async () => {
    let seen: AsyncHeliosSession | HeliosSession | undefined;
    const result = await within(options, (session) => {
      seen = session;
      return session.token?.clientId;
    });
    expect(result).toBe("sandbox");
    const failed = within(options, () => {
      throw new RangeError("mine");
    });
    expect(await failureOf(failed)).toBeInstanceOf(RangeError);
    await expect(async () => seen?.startSession()).rejects.toMatchObject({ code: "closed" });
  });

  test("looks for credentials in the environment and the file, with their URL", async () => {
    mkdirSync(join(baseDir, "home"));
    vi.stubEnv("HOME", join(baseDir, "home"));
    const { clientId, clientSecret } = box.credentials;
    const file = { helios_client_id: clientId, helios_client_secret: clientSecret, helios_api_url: box.url };
    writeFileSync(join(baseDir, "credentials.json"), `\ufeff${JSON.stringify(file)}\r\n`, { mode: 0o600 });
    await within({ baseDir }, (session) => {
      expect(session.explainCredentials()).toMatchObject({ source: "file", clientId, apiUrl: box.url });
    });

    vi.stubEnv("helios_client_id", clientId);
    vi.stubEnv("helios_client_secret", clientSecret);
    vi.stubEnv("helios_api_url", box.url);
    await within({ baseDirectory: baseDir }, (session) => {
      expect(session.explainCredentials()).toMatchObject({ source: "environment", clientId, apiUrl: box.url });
      expect(session.token?.source).toBe("store");
    });
  });

  test("finds a credentials file that is written after it failed for want of one", async () => {
    vi.stubEnv("HOME", baseDir);
    const session = make({ baseDir });
    expect(() => session.clientId).toThrow(expect.objectContaining({ reason: "missing" }));
    const nothing = { source: undefined, clientId: undefined, apiUrl: undefined };
    expect(bare({ baseDir }).explainCredentials()).toMatchObject(nothing);
    expect(await failureOf(session.startSession())).toMatchObject({ name: "AuthenticationError", reason: "missing" });
    expect(await failureOf(session.sendRequest("GET", "cameras"))).toMatchObject({ reason: "missing" });
    expect(JSON.parse(JSON.stringify(bare({ baseDir })))).toMatchObject({ baseDir });
    const { clientId, clientSecret } = box.credentials;
    const file = { helios_client_id: clientId, helios_client_secret: clientSecret, helios_api_url: box.url };
    writeFileSync(join(baseDir, "credentials.json"), JSON.stringify(file), { mode: 0o600 });
    await session.startSession();
    expect(session.apiUrl).toBe(box.url);
    await session.close();
  });

  test("credentials that the server refuses are an error that names neither of them", async () => {
    const refused = await failureOf(start({ ...options, clientSecret: "canary-wrong" }));
    expect(refused).toMatchObject({ name: "AuthenticationError", reason: "rejected", status: 401 });
    expect(inspect(refused, { depth: null, showHidden: true })).not.toContain("canary");
    expect(readdirSync(join(baseDir, ".tokens"))).toEqual([]);
  });

  test("shows neither secret nor token when printed, serialised or copied", async () => {
    await within(options, (session) => {
      const token = session.authHeader?.Authorization.replace("Bearer ", "") ?? "no token";
      const shown = [
        inspect(session, { depth: null, showHidden: true, getters: true }),
        JSON.stringify(session),
        inspect(session.token, { depth: null, showHidden: true }),
        inspect(session.calls, { depth: null, showHidden: true, getters: true }),
        JSON.stringify(session.explainCredentials()),
      ].join("\n");
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(box.credentials.clientSecret);
      expect(shown).toContain(box.url);
    });
  });

  test("has its four APIs under their names, and by name", () => {
    const session = bare(options);
    const names = ["alerts", "cameras", "collections", "observations"] as const;
    for (const name of names) {
      expect(session[name].constructor.name.toLowerCase()).toBe(name);
      expect(session.client(name)).toBe(session[name]);
      // What toUpperCase() returns is that name in capitals.
      expect(session.client(name.toUpperCase() as Uppercase<typeof name>)).toBe(session[name]);
    }
    for (const name of ["alert", "", "constructor", undefined]) {
      // What a program without types may pass.
      expect(() => session.client(name as "alerts")).toThrow(/^There is no API of the name/);
    }
  });

  test("keeps its token where it is told to", async () => {
    const store = memoryStore();
    await (await start({ ...options, store })).close();
    expect(readdirSync(baseDir)).toEqual([]);
    const next = await start({ ...options, store });
    expect(next.token?.source).toBe("store");
    await next.close();
  });

  test.each<[string, HeliosOptions, RegExp]>([
    ["an option that it does not have", { sslVerify: true } as HeliosOptions, /no option "sslVerify"/],
    ["a misspelt one", { baseDirr: "x" } as HeliosOptions, /Did you mean "baseDir"/],
    ["plain http as an option", { allowInsecureHttp: true } as HeliosOptions, /no option "allowInsecureHttp"/],
    ["a strategy of another kind", { auth: {} } as HeliosOptions, /no option "auth"/],
    ["one directory under two names", { baseDir: "a", baseDirectory: "a" }, /the same option/],
    ["an empty directory", { baseDir: "" }, /baseDir must be a path/],
    ["half a pair", { clientId: "x" }, /clientId was passed without clientSecret/],
    ["an empty secret", { clientId: "x", clientSecret: "" }, /clientSecret must be a string that is not empty\.$/],
    ["no URL", { apiUrl: "api.helios.earth" }, /apiUrl must be an absolute/],
    ["too little concurrency", { maxConcurrency: 0 }, /maxConcurrency must be a whole number/],
    ["a threshold that is no number", { tokenExpirationThreshold: Number.NaN }, /tokenExpirationThreshold must be/],
    ["a store that is none", { store: {} as NonNullable<HeliosOptions["store"]> }, /store must be a store/],
  ])("refuses %s before anything is done", (_what, bad, message) => {
    expect(() => make(bad)).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringMatching(message) }),
    );
  });
});

test("start and with make a session of the class that they are called on", async () => {
  class Roads extends HeliosSession {
    place = () => this.apiUrl;
  }
  class AsyncRoads extends AsyncHeliosSession {
    place = () => this.apiUrl;
  }
  using roads = Roads.start(options);
  await using asyncRoads = await AsyncRoads.start(options);
  expect([roads.place(), asyncRoads.place()]).toEqual([box.url, box.url]);
  expect(Roads.with(options, (session) => session.place())).toBe(box.url);
  expect(await AsyncRoads.with(options, (session) => session.place())).toBe(box.url);
});

test("a blocking session refuses a store that answers with promises", () => {
  const store = { ...memoryStore(), name: "remote", blocking: false };
  expect(() => new HeliosSession({ store })).toThrow(/"remote" answers with promises/);
  expect(() => new AsyncHeliosSession({ store })).not.toThrow();
});
