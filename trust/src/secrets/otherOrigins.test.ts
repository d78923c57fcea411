import { AsyncHeliosSession, HeliosSession } from "@latchkey/helios";
import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { AsyncSession, basic, clientCredentials, LatchkeyError, Session, type SessionOptions } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Door, type FaultProxy, startFaultProxy } from "../wire/faultProxy.ts";

const RUNS = Number(process.env["LATCHKEY_FUZZ_RUNS"] ?? 1_000);
const CID = "5f0c0a3e-6f1b-4c39-9d3c-0123456b4711";
const CREDENTIALS = { username: "ada", password: "hunter2-4711" };

let proxy: FaultProxy;
let home: Door;
let evil: Door;

beforeAll(async () => {
  proxy = startFaultProxy();
});

beforeEach(async () => {
  // Nothing needs to be behind them: what arrives is what counts.
  home = await proxy.door("http://127.0.0.1:9");
  evil = await proxy.door("http://127.0.0.1:9");
});

afterAll(() => proxy.close());

const answer = (status: number, headers: Record<string, string | readonly string[]> = {}): Promise<void> =>
  home.spoil({ fault: { play: "answer", status, headers, body: "{}" }, path: "" });

const ending = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "ok",
    (error: unknown) => error,
  );

const twins = ["async", "blocking"] as const;

describe.each(twins)("the %s twin", (mode) => {
  const session = (options: Partial<SessionOptions> = {}): AsyncSession => {
    const all = { url: `${home.origin}/api`, auth: basic("ada", CREDENTIALS.password), ...options };
    return mode === "async" ? new AsyncSession(all) : promised<AsyncSession>(new Session(all));
  };

  test.each([301, 302, 303, 307, 308])("follows no redirect (%i) to another port, whoever asks", async (status) => {
    const url = home.origin;
    await answer(status, { location: `${evil.origin}/x` });
    const base = { url, followRedirects: true, retry: false } as const;
    const core = session({ ...base, headers: { "x-service-key": "k-4711-4711" } });
    const grant = session({
      ...base,
      auth: clientCredentials({ tokenUrl: `${url}/token`, clientId: "i", clientSecret: "s" }),
    });
    const keystone =
      mode === "async" ? new AsyncKeystoneClient(base) : promised<AsyncKeystoneClient>(new KeystoneClient(base));
    const own = { apiUrl: url, clientId: "i", clientSecret: "s", baseDir: "/nowhere", retry: false } as const;
    const helios =
      mode === "async" ? new AsyncHeliosSession(own) : promised<AsyncHeliosSession>(new HeliosSession(own));
    const endings = [
      await ending(core.httpGet("x")),
      await ending(core.httpPost("x", { json: CREDENTIALS })),
      await ending(core.httpPost("x", { files: { file: new Blob(["secret"]) } })),
      await ending(grant.httpGet("x")),
      await ending(keystone.login(CREDENTIALS)),
    ];
    expect(endings.map((error) => (error instanceof LatchkeyError ? error.code : error))).toEqual(
      Array(5).fill("redirect"),
    );
    expect(await ending(helios.startSession())).toBeInstanceOf(LatchkeyError);
    for (const open of [core, grant, keystone, helios]) await open.close();
    expect(await evil.record()).toMatchObject({ connections: 0 });
  });

  test("a token endpoint and a storage host of another origin hear nothing of the session's", async () => {
    const elsewhere = (type: string, body: string): Promise<void> =>
      evil.spoil({ fault: { play: "answer", status: 200, headers: { "content-type": type }, body }, path: "" });
    const issued = { access_token: "t-4711", token_type: "Bearer", expires_in: 3600 };
    await elsewhere("application/json", JSON.stringify(issued));
    await answer(200, { "set-cookie": "a=c-4711; Path=/" });
    const auth = clientCredentials({ tokenUrl: `${evil.origin}/token`, clientId: "i", clientSecret: "s" });
    const core = session({ auth, headers: { "x-service-key": "k-4711" }, cid: CID });
    await core.httpGet("x");

    await elsewhere("image/jpeg", "\u00ff\u00d8\u00ff picture");
    await answer(302, { location: `${evil.origin}/a.jpg` });
    const own = { apiUrl: home.origin, token: "t-4711", cid: CID, headers: { "x-service-key": "k-4711" } };
    const helios =
      mode === "async" ? new AsyncHeliosSession(own) : promised<AsyncHeliosSession>(new HeliosSession(own));
    const { images } = await helios.cameras.showImage("camera", "2018-01-01T00:00:00Z");
    expect(images.map(({ name }) => name)).toEqual(["a.jpg"]);
    const [ours, theirs] = [(await home.record()).heads, (await evil.record()).heads];
    expect([ours.length, theirs.length]).toEqual([2, 2]);
    for (const head of ours) for (const own of ["Bearer t-4711", CID, "k-4711"]) expect(head).toContain(own);
    expect(theirs.join()).not.toContain("4711");
    for (const open of [core, helios]) await open.close();
  });

  test("no endpoint leads anywhere but below the base URL", { timeout: 60_000 + RUNS * 50 }, async () => {
    await answer(200);
    const core = session();
    const bits = [
      "http:",
      "https:",
      "//",
      "\\",
      "/",
      "..",
      "%2e%2e",
      "@",
      ":",
      "?",
      "#",
      "\t",
      "\0",
      "\r\n",
      "evil",
      ";",
      " ",
    ];
    const piece = fc.oneof(
      fc.constantFrom(...bits, new URL(evil.origin).host, evil.origin),
      fc.string({ maxLength: 6 }),
    );
    const endpoints = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    const property = fc.asyncProperty(endpoints, async (endpoint) => {
      const ended = await ending(core.httpGet(endpoint));
      expect(ended === "ok" || (ended instanceof LatchkeyError && ended.code === "endpoint")).toBe(true);
    });
    await fc.assert(property, { numRuns: mode === "async" ? RUNS : RUNS / 5 });
    await core.close();
    expect(await evil.record()).toMatchObject({ connections: 0 });
    const paths = (await home.record()).heads.map((head) => head.split("\n")[0]);
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((line) => !line?.startsWith("GET /api"))).toEqual([]);
  });

  test("cookies go to no other port of the host, nor to another path", async () => {
    await answer(200, { "set-cookie": ["a=secret-4711; Domain=127.0.0.1; Path=/", "b=secret-4712; Path=/api"] });
    const core = session({ url: home.origin });
    await core.httpGet("api/x");
    await core.httpGet("apievil");
    const [, other] = (await home.record()).heads;
    expect(other).not.toContain("secret-4712");
    expect((await ending(core.httpGet(`${evil.origin}/x`))) as LatchkeyError).toMatchObject({ code: "endpoint" });
    await core.close();
    expect(await evil.record()).toMatchObject({ connections: 0 });
  });

  test("no text of a caller's becomes a header line of its own", async () => {
    await answer(200);
    const core = session();
    const bad = ["\r\nx-evil: 1", "\nx-evil: 1", "\rx-evil: 1", "\0", "\x7f", "\u2028x-evil: 1"].map(
      (end) => `v${end}`,
    );
    for (const text of bad) {
      const attempts = [
        () => core.httpGet(text),
        () => core.httpGet("x", { params: { [text]: text } }),
        () => core.httpGet("x", { headers: { "x-mine": text } }),
        () => core.httpGet("x", { headers: { [text]: "v" } }),
        () => core.httpPost("x", { files: { [text]: { content: "c", filename: text, type: "text/plain" } } }),
        () => core.httpPost("x", { files: { f: { content: "c", filename: "f", type: text } } }),
        () => core.httpPost("x", { form: { [text]: text } }),
        () => core.sendRequest(text, "x"),
      ];
      for (const attempt of attempts) {
        const ended = await ending(attempt());
        expect(ended === "ok" || (ended instanceof LatchkeyError && ended.name === "UsageError")).toBe(true);
      }
      for (const make of [
        () => session({ cid: text }),
        () => session({ auth: basic("a", "b"), headers: { "x-mine": text } }),
      ]) {
        expect(make).toThrow(expect.objectContaining({ code: "option" }));
      }
    }
    // What a server sends in a cookie comes back to it.
    await answer(200, { "set-cookie": ["a=1; Path=/"] });
    await core.httpGet("x");
    await core.close();
    const names = (await home.record()).heads
      .flatMap((head) => head.split("\n").slice(1))
      .filter((_part, at) => at % 2 === 0);
    expect(names.filter((name) => /evil/i.test(name))).toEqual([]);
  });
});
