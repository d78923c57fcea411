import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { sleep, TransportError } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { failureOf, heliosTwins } from "./testbed/heliosTwins.ts";
import { secureServer } from "./testbed/secureServer.ts";
import { TokenScript } from "./testbed/tokenScript.ts";

// Each test is named after a defect of the Python SDK's session that could give secrets away, and shows what is right.

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
      expect(readdirSync(baseDir).toSorted()).toEqual(["a", "b"]);
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
});
