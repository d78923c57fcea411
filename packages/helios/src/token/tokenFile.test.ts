import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { failureOf, heliosTwins } from "../testbed/heliosTwins.ts";
import { TokenScript } from "../testbed/tokenScript.ts";

let baseDir: string;
let directory: string;
let file: string;

beforeEach(() => {
  baseDir = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
  directory = join(baseDir, ".tokens");
  file = join(directory, "id.helios_token");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(baseDir, { recursive: true });
});

function plant(content: unknown, mode: number = 0o600): void {
  mkdirSync(directory, { mode: 0o700, recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  chmodSync(file, mode);
}

const stored = (): unknown => JSON.parse(readFileSync(file, "utf8"));

describe.each(heliosTwins)("the token file, $twin", ({ start, make }) => {
  test.each([
    ["10eeade", { name: "Authorization", value: "Bearer old" }],
    ["v4", { access_token: "old", token_type: "Bearer", extra: true }],
  ])("of the Python SDK (%s) is read: the server says whether it is good", async (_revision, content) => {
    plant(content);
    const script = new TokenScript();
    script.good.add("old");
    const session = await start(script.options(baseDir));
    expect(session.authHeader).toEqual({ Authorization: "Bearer old" });
    expect(session.token).toMatchObject({ source: "store", expiresAt: expect.any(Date) });
    expect([script.issued, script.count("/session")]).toEqual([0, 1]);
  });

  test.each([
    ["10eeade", { name: "Authorization", value: "Bearer old" }],
    ["v4", { access_token: "old", token_type: "Bearer" }],
  ])("of the Python SDK (%s) that the server does not know is replaced", async (_revision, content) => {
    plant(content);
    const script = new TokenScript();
    const session = make(script.options(baseDir));
    expect((await session.sendRequest("GET", "cameras")).status).toBe(200);
    expect(stored()).toMatchObject({ access_token: "T1", issuer: "http://localhost/v1", client_id: "id" });
    plant(content);
    await start(script.options(baseDir));
    expect([script.issued, script.count("/session")]).toEqual([2, 2]);
  });

  test.runIf(process.platform !== "win32")(
    "as the Python SDK makes it, for everybody to read, is replaced",
    async () => {
      plant({ access_token: "old", token_type: "Bearer" }, 0o644);
      const script = new TokenScript();
      script.good.add("old");
      await start(script.options(baseDir));
      expect([script.issued, script.count("/session")]).toEqual([1, 0]);
      expect([stored(), statSync(file).mode & 0o777]).toMatchObject([{ access_token: "T1" }, 0o600]);
      // That SDK writes in place: the file stays private.
      writeFileSync(file, JSON.stringify({ access_token: "old", token_type: "Bearer" }));
      const session = await start(script.options(baseDir));
      expect([session.authHeader, script.issued]).toEqual([{ Authorization: "Bearer old" }, 1]);
    },
  );

  test.each<[string, unknown]>([
    ["empty", ""],
    ["torn", '{"access_token":"T'],
    ["an array", []],
    ["null", "null"],
    ["binary", "\u0000\u0001\ufffd"],
    ["2 MB long", `"${"x".repeat(2_000_000)}"`],
    ["another header", { name: "Host", value: "Bearer evil" }],
    ["another scheme", { name: "Authorization", value: "Basic ZXZpbA==" }],
    ["a header with a line break", { name: "Authorization", value: "Bearer evil\r\nX-Evil: 1" }],
    ["an object for a token", { access_token: { evil: 1 }, token_type: "Bearer" }],
    ["with __proto__", '{"__proto__":{"access_token":"evil","token_type":"Bearer"}}'],
    ["another client's", { access_token: "evil", token_type: "Bearer", issuer: "http://localhost/v1", client_id: "x" }],
  ])("that is %s is a miss: nothing of it is sent, and it is replaced", async (_what, content) => {
    plant(content);
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    expect(script.issued).toBe(1);
    expect(JSON.stringify(script.transport.requests)).not.toMatch(/evil|ZXZpbA/i);
    expect(stored()).toMatchObject({ access_token: "T1" });
    expect(session.token?.source).toBe("issuer");
  });

  test("that is a directory is a miss, and no reason to fail", async () => {
    mkdirSync(join(file, "x"), { recursive: true });
    const session = await start(new TokenScript().options(baseDir));
    expect(session.token?.source).toBe("issuer");
  });

  test.runIf(process.platform !== "win32")("that others may read is a miss, and becomes private", async () => {
    const script = new TokenScript();
    await start(script.options(baseDir));
    chmodSync(file, 0o644);
    chmodSync(directory, 0o755);
    await start(script.options(baseDir));
    expect(script.issued).toBe(2);
    expect([statSync(file).mode & 0o777, statSync(directory).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test.runIf(process.platform !== "win32")("that is a link is not followed", async () => {
    const victim = join(baseDir, "victim");
    writeFileSync(victim, "mine");
    mkdirSync(directory, { mode: 0o700 });
    symlinkSync(victim, file);
    await start(new TokenScript().options(baseDir));
    expect(readFileSync(victim, "utf8")).toBe("mine");
    expect(stored()).toMatchObject({ access_token: "T1" });
  });

  test.each(["http://127.0.0.1/v1", "http://localhost:81/v1", "http://localhost/v2"])(
    "is never sent to another server: %s",
    async (apiUrl) => {
      const script = new TokenScript();
      await start(script.options(baseDir));
      const before = script.transport.requests.length;
      await start({ ...script.options(baseDir), apiUrl });
      const sent = script.transport.requests.slice(before);
      expect(sent.map(({ url }) => url)).toEqual([`${apiUrl}/oauth/token`]);
      expect(JSON.stringify(sent)).not.toContain("Bearer T1");
    },
  );

  test.each(["../../x", "..", "a/b", "a\\b", "CON", "a:b", " ", "é".repeat(200)])(
    "of client %j lies in its directory, and no other client's file is touched",
    async (clientId) => {
      const script = new TokenScript();
      await start({ ...script.options(baseDir), clientId });
      expect(readdirSync(baseDir)).toEqual([".tokens"]);
      const [name = "", ...others] = readdirSync(directory);
      expect(others).toEqual([]);
      expect(name).toMatch(/^~[0-9a-f]{64}$/);
      const again = await start({ ...script.options(baseDir), clientId });
      expect(again.token).toMatchObject({ source: "store", clientId });
    },
  );

  test("a base directory that cannot be made is a clear error, and no secret is sent", async () => {
    const blocked = join(baseDir, "file");
    writeFileSync(blocked, "");
    const script = new TokenScript();
    const session = make(script.options(blocked));
    const attempts = [() => session.startSession(), () => session.sendRequest("GET", "cameras")];
    for (const attempt of attempts) {
      const failure = await failureOf(attempt());
      expect(failure).toMatchObject({ name: "AuthenticationError", reason: "store" });
      expect(failure).toMatchObject({
        message: expect.stringContaining(join(blocked, ".tokens")),
        hint: expect.stringMatching(/baseDir.*memoryStore\(\)/),
      });
    }
    expect(script.transport.requests).toEqual([]);
    expect(existsSync(join(tmpdir(), ".tokens"))).toBe(false);
    await session.close();
  });

  test("where nobody chose the directory, a home that cannot be written to costs only the copy of the token", async () => {
    const blocked = join(baseDir, "file");
    writeFileSync(blocked, "");
    vi.stubEnv("HOME", blocked);
    const script = new TokenScript();
    const { baseDir: _, ...options } = script.options("");
    const session = await start(options);
    expect(session.token).toMatchObject({ source: "issuer" });
    expect((await session.sendRequest("GET", "cameras")).status).toBe(200);
    expect(script.issued).toBe(1);
    await session.close();
  });

  test("a HOME that is no absolute path is none", () => {
    vi.stubEnv("HOME", "relative");
    const { baseDir: _, ...options } = new TokenScript().options("");
    expect(make(options).baseDir).toBe(join(userInfo().homedir, ".helios"));
  });

  test.runIf(process.platform !== "win32")("a shared directory such as /tmp is refused, not used", async () => {
    mkdirSync(directory);
    chmodSync(directory, 0o1777);
    const script = new TokenScript();
    expect(await failureOf(start(script.options(baseDir)))).toMatchObject({ reason: "store" });
    expect(script.transport.requests).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("trouble with the directory later is no error: a token in hand is used and renewed", async () => {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    rmSync(directory, { recursive: true });
    writeFileSync(directory, "in the way");
    script.good.clear();
    expect((await session.sendRequest("GET", "cameras")).status).toBe(200);
    expect(session.authHeader).toEqual({ Authorization: "Bearer T2" });
    expect(readFileSync(directory, "utf8")).toBe("in the way");
  });

  test("a refused token request leaves the old file as it was", async () => {
    const script = new TokenScript();
    await start(script.options(baseDir));
    const before = readFileSync(file, "utf8");
    script.instead = ({ url }) => (url.endsWith("/oauth/token") ? { status: 503 } : { json: { name: null } });
    expect(await failureOf(start(script.options(baseDir)))).toMatchObject({ name: "StatusError", status: 503 });
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});
