import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AsyncHeliosSession } from "./asyncHeliosSession.ts";
import { failureOf, heliosTwins } from "./testbed/heliosTwins.ts";
import { TokenScript } from "./testbed/tokenScript.ts";

// Each test is named after a defect of the Python SDK's session and shows what is right; for secrets see
// securityDefects.test.ts.

let box: HeliosBox;
let baseDir: string;

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});

beforeEach(() => {
  baseDir = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
});

afterEach(() => {
  rmSync(baseDir, { recursive: true });
});

afterAll(() => box.close());

describe.each(heliosTwins)("$twin", ({ make, start }) => {
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

  test("what the APIs have no method for is asked for by the methods of HTTP, with the session's token", async () => {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    const seen: string[] = [];
    script.instead = ({ method, url, text }) => {
      seen.push(`${method} ${new URL(url).pathname.split("/").at(-1)} ${text}`);
      return { json: {} };
    };
    expect((await session.httpGet("things")).status).toBe(200);
    await session.httpPost("things", { json: 1 });
    await session.httpPut("things", { json: 2 });
    await session.httpPatch("things", { json: 3 });
    await session.httpDelete("things");
    expect(seen).toEqual(["GET things ", "POST things 1", "PUT things 2", "PATCH things 3", "DELETE things "]);
    expect(script.transport.requests.at(-1)?.headers).toHaveProperty("authorization");
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
