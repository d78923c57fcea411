import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { sleep, TransportError } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { AsyncHeliosSession } from "./asyncHeliosSession.ts";
import { failureOf, heliosTwins } from "./testbed/heliosTwins.ts";
import { secureServer } from "./testbed/secureServer.ts";
import { TokenScript } from "./testbed/tokenScript.ts";

// Each test is named after a defect of the Python SDK that it shows the right behaviour for.

const TLS_HANDSHAKE = 0x16;

let box: HeliosBox;
let baseDir: string;

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});

beforeEach(() => {
  baseDir = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(baseDir, { recursive: true });
});

afterAll(() => box.close());

describe.each(heliosTwins)("$twin", ({ make, start }) => {
  const pair = { clientId: "id", clientSecret: "canary-secret" };

  test("S1: an impostor's certificate ends the session before the secret is sent, whatever files and environment say", async () => {
    await using impostor = await secureServer();
    writeFileSync(join(baseDir, "config.json"), JSON.stringify({ requests: { ssl_verify: false } }));
    vi.stubEnv("ssl_verify", "false");
    const failure = await failureOf(start({ ...pair, baseDir, apiUrl: impostor.url }));
    expect(failure).toMatchObject({ name: "TransportError", code: "tls", sent: false });
    expect((await impostor.seen()).requests).toEqual([]);
  });

  test.each([401, 500])("S2: a token endpoint that answers %i gets no second try over plain http", async (status) => {
    await using server = await secureServer(status);
    const failure = await failureOf(
      start({ ...pair, baseDir, apiUrl: server.url, tls: { ca: server.cert }, retry: { firstDelay: 0, maxDelay: 0 } }),
    );
    expect(failure).toMatchObject({ status });
    const { firstBytes, requests } = await server.seen();
    expect(new Set(firstBytes)).toEqual(new Set([TLS_HANDSHAKE]));
    expect(new Set(requests)).toEqual(new Set(["POST /v1/oauth/token"]));
  });

  test("S3: the API's URL that comes with the credentials is the one that gets the secret", async () => {
    const { clientId, clientSecret } = box.credentials;
    vi.stubEnv("helios_client_id", clientId);
    vi.stubEnv("helios_client_secret", clientSecret);
    vi.stubEnv("helios_api_url", `${box.url}//`);
    const session = await start({ baseDir });
    expect([session.apiUrl, session.token?.issuer]).toEqual([box.url, box.url]);
    await session.close();
  });

  test.runIf(process.platform !== "win32")(
    "S4: the token file is private and in its directory, whatever the umask and the client's id",
    async () => {
      const script = new TokenScript();
      const umask = process.umask(0);
      try {
        await start(script.options(join(baseDir, "a")));
        process.umask(0o777);
        await start({ ...script.options(join(baseDir, "b")), clientId: "../../escaped" });
      } finally {
        process.umask(umask);
      }
      for (const name of ["a", "b"]) {
        const directory = join(baseDir, name, ".tokens");
        const [file = "", ...others] = readdirSync(directory);
        expect(others).toEqual([]);
        expect(statSync(directory).mode & 0o777).toBe(0o700);
        expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
      }
      expect(readdirSync(baseDir)).toEqual(["a", "b"]);
    },
  );

  test("S5: a token is renewed before it ends, also when another session of the same client stored it", async () => {
    const script = new TokenScript(3600);
    await start(script.options(baseDir));
    const session = make(script.options(baseDir));
    await session.sendRequest("GET", "cameras");
    expect(session.token).toMatchObject({ source: "store", lifetime: 3_600_000 });
    await session.calls.run(sleep(script.transport.clock.now() + 3_545_000));
    await session.sendRequest("GET", "cameras");
    await session.sendRequest("GET", "cameras");
    expect(session.authHeader).toEqual({ Authorization: "Bearer T2" });
    expect(script.transport.requests.filter(({ headers }) => headers["authorization"] === "Bearer T1")).not.toEqual([]);
  });

  test("S5: members of a token reply stay what they are, and none has to be there but the token", async () => {
    const script = new TokenScript();
    const odd = {
      expired: true,
      expiration: 5,
      auth_header: "Basic x",
      toJSON: "y",
      token: "z",
      ["__proto__"]: { a: 1 },
    };
    script.instead = ({ url }) =>
      url.endsWith("/oauth/token") ? { json: { ...odd, access_token: "T", token_type: "bearer" } } : { json: {} };
    const session = make(script.options(baseDir));
    for (let call = 0; call < 3; call += 1) expect((await session.sendRequest("GET", "cameras")).status).toBe(200);
    expect(script.count("/oauth/token")).toBe(1);
    expect(session.token).toEqual({
      tokenType: "Bearer",
      issuer: "http://localhost/v1",
      clientId: "id",
      scope: undefined,
      source: "issuer",
      expiresAt: undefined,
      lifetime: undefined,
    });
  });

  test("S6: no error holds the token or the secret", async () => {
    const script = new TokenScript();
    const failures: unknown[] = [];
    const answers = [
      { status: 401, json: { error: "invalid_token" } },
      { status: 500, text: "<html>" },
      { text: "no JSON" },
      new TransportError("reset", "gone", { sent: true }),
    ];
    for (const answer of answers) {
      script.instead = ({ url }) =>
        url.endsWith("/oauth/token") ? { json: { access_token: "canary-token", token_type: "Bearer" } } : answer;
      const session = make({ ...script.options(baseDir), retry: false });
      const read = async (): Promise<unknown> => (await session.sendRequest("GET", "cameras")).raiseForStatus().json();
      failures.push(await failureOf(read()));
    }
    script.instead = () => ({ status: 401, json: { error: "invalid_client", error_description: "canary-secret" } });
    failures.push(await failureOf(start(script.options(join(baseDir, "refused")))));
    script.instead = () => ({ json: { access_token: "canary-token\r\n", token_type: "Bearer" } });
    failures.push(await failureOf(start(script.options(join(baseDir, "odd")))));
    const names = failures.map((failure) => (failure instanceof Error ? failure.name : "no error"));
    const own = ["StatusError", "StatusError", "DecodeError", "TransportError", "AuthenticationError", "DecodeError"];
    expect(names).toEqual(own);
    for (const failure of failures) {
      const stack = failure instanceof Error ? failure.stack : undefined;
      const shown = [
        inspect(failure, { depth: null, showHidden: true }),
        JSON.stringify(failure),
        String(failure),
        stack,
      ];
      expect(shown.join("\n")).not.toContain("canary");
    }
  });

  test("S7: a 401 is no proof of a token, whatever its body says; nor is a file of any content a reason to fail", async () => {
    const script = new TokenScript();
    mkdirSync(join(baseDir, ".tokens"), { mode: 0o700 });
    for (const content of ["{", '{"access_token":"old","token_type":"Bearer"}', '{"value":"Bearer old"}']) {
      writeFileSync(join(baseDir, ".tokens", "id.helios_token"), content, { mode: 0o600 });
      script.instead = ({ url }) =>
        url.endsWith("/session") ? { status: 401, json: { name: "me", expires_in: 93_600 } } : undefined;
      const session = await start(script.options(baseDir));
      expect(session.token?.source).toBe("issuer");
    }
  });

  test("S8: verifySsl and tls hold for every request of a session: token, verification, API and storage", async () => {
    await using server = await secureServer();
    for (const settings of [{ verifySsl: false }, { tls: { ca: server.cert } }]) {
      const session = await start({ ...pair, ...settings, baseDir: join(baseDir, "x"), apiUrl: server.url });
      expect(session.verifySsl).toBe(!("verifySsl" in settings));
      expect(await session.verifyToken()).toBe(true);
      expect((await session.sendRequest("GET", "cameras")).status).toBe(200);
      expect((await session.calls.run(session.calls.elsewhere(`${server.url}/picture`))).status).toBe(200);
      await session.close();
    }
    const { requests } = await server.seen();
    expect(new Set(requests)).toEqual(
      new Set(["POST /v1/oauth/token", "GET /v1/session", "GET /v1/cameras", "GET /v1/picture"]),
    );
    const strict = make({ ...pair, baseDir, apiUrl: server.url });
    const refused = { code: "tls", sent: false };
    const picture = async (): Promise<unknown> =>
      await strict.calls.run(strict.calls.elsewhere(`${server.url}/picture`));
    expect(await failureOf(strict.startSession())).toMatchObject(refused);
    expect(await failureOf(strict.sendRequest("GET", "cameras"))).toMatchObject(refused);
    expect(await failureOf(picture())).toMatchObject(refused);
    expect((await server.seen()).requests).toHaveLength(requests.length);
    await strict.close();
  });

  test("C13: what fails in passing is tried again, Retry-After is kept, and a 500 is the caller's to see", async () => {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    const at: number[] = [];
    const answers = [{ status: 429, headers: { "retry-after": "7" } }, { status: 503 }, undefined, { status: 500 }];
    script.instead = (request) => {
      at.push(request.at);
      return answers.shift();
    };
    expect((await session.sendRequest("GET", "cameras")).status).toBe(200);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(7000);
    expect(at).toHaveLength(3);
    expect((await session.sendRequest("GET", "cameras")).status).toBe(500);
    expect(at).toHaveLength(4);
  });

  test("C13: a call ends after its time-out, the token that it needs included", async () => {
    const script = new TokenScript();
    script.instead = ({ url }) => (url.endsWith("/oauth/token") ? { delay: 60_000 } : undefined);
    const session = make(script.options(baseDir));
    expect(await failureOf(session.sendRequest("GET", "cameras"))).toMatchObject({ code: "timeout" });
    expect(script.transport.clock.now()).toBeLessThanOrEqual(15_100);
  });

  test("C13: 500 calls at once are at most 100 requests at once", async () => {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    expect(session.maxConcurrency).toBe(500);
    script.instead = () => ({ json: {}, delay: 1000 });
    const items = await session.all(Array.from({ length: 500 }, () => "cameras"));
    expect(items.every(({ response }) => response?.ok)).toBe(true);
    expect(script.transport.mostAtOnce).toBe(100);
    const few = make({ ...script.options(baseDir), maxConcurrency: 3 });
    const before = script.transport.clock.now();
    await few.all(Array.from({ length: 9 }, () => "cameras"));
    expect(script.transport.clock.now() - before).toBe(3000);
  });

  test("C14: a token revoked in the middle of a batch is replaced once, and every refused call sent again", async () => {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    let calls = 0;
    script.instead = ({ url }) => {
      if (url.endsWith("/cameras") && ++calls === 120) script.good.clear();
      return undefined;
    };
    const items = await session.all(
      Array.from({ length: 300 }, () => "cameras"),
      { maxConcurrency: 50 },
    );
    expect(items.map(({ response }) => response?.status)).toEqual(Array.from({ length: 300 }, () => 200));
    expect(script.issued).toBe(2);
    expect(readFileSync(join(baseDir, ".tokens", "id.helios_token"), "utf8")).toContain('"T2"');
  });

  test("C14: over HTTP too", async () => {
    const session = await start({ ...box.credentials, apiUrl: box.url, baseDir });
    const { token } = await box.counts();
    await box.revokeTokens();
    const items = await session.all(Array.from({ length: 20 }, () => "cameras?limit=0"));
    expect(items.map(({ response }) => response?.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await box.counts()).token).toBe(token + 1);
    await session.close();
  });

  test("C14: a server that refuses every token gets one token request for a call, and the caller the 401", async () => {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    script.instead = ({ url }) => (url.endsWith("/cameras") ? { status: 401 } : undefined);
    const failure = await failureOf((async () => (await session.sendRequest("GET", "cameras")).raiseForStatus())());
    expect(failure).toMatchObject({ name: "StatusError", status: 401 });
    expect([script.count("/cameras"), script.count("/oauth/token")]).toEqual([2, 2]);
  });

  test("C18: a config.json of the Python SDK means nothing, whatever is missing in it", async () => {
    for (const content of ["{}", '{"session":{}}', "not json"]) {
      writeFileSync(join(baseDir, "config.json"), content);
      const session = await start(new TokenScript().options(baseDir));
      expect(session).toMatchObject({ maxConcurrency: 500, tokenExpirationThreshold: 60, verifySsl: true });
    }
  });
});

test("C13: a call can be aborted; the token request that others share goes on", async () => {
  const script = new TokenScript();
  const abort = new AbortController();
  script.instead = ({ url }) => {
    if (url.endsWith("/oauth/token")) queueMicrotask(() => abort.abort());
    return undefined;
  };
  const session = new AsyncHeliosSession(script.options(baseDir));
  const aborted = failureOf(session.sendRequest("GET", "cameras", { signal: abort.signal }));
  const other = session.sendRequest("GET", "cameras");
  expect(await aborted).toMatchObject({ name: "AbortError", code: "aborted" });
  expect((await other).status).toBe(200);
  expect(script.issued).toBe(1);
});

test("C18: importing the package touches no file, and prints nothing", () => {
  const module = new URL("./index.js", import.meta.url).href;
  const environment = { ...process.env, HOME: baseDir, TMPDIR: baseDir };
  const code = `await import(${JSON.stringify(module)})`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], {
    env: environment,
    stdio: "pipe",
  });
  expect(output.toString()).toBe("");
  expect(readdirSync(baseDir)).toEqual([]);
});
