import { chmodSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, openDesk, PROGRAM, runCommand } from "../testbed/latchkey.ts";

const desk = openDesk();
let box: KeystoneBox;
beforeAll(async () => {
  box = await startKeystone({ seed: 1, throttle: false });
});
afterAll(() => box.close());

/** Says on stderr which of Node's own modules a program loaded. */
const REPORT = `process.on("exit", () => console.error(process.moduleLoadList.join("\\n")));`;

// Undici needs HTTP/2, and Node's own fetch is another undici: each takes longer than all else that a command does.
test("a command that asks one thing loads neither undici nor what Node's HTTP module points to", async () => {
  const report = join(desk.home, "report.cjs");
  writeFileSync(report, REPORT);
  const args = ["--require", report, PROGRAM, "get", "version/", "--url", box.url];
  const { status, stderr } = await runCommand(process.execPath, args, { env: desk.env });
  expect(status).toBe(0);
  const modules = stderr.trim().split("\n");
  expect(modules).toContain("NativeModule http");
  expect(modules.filter((name) => /^NativeModule (http2|tls|.*undici)$/.test(name))).toEqual([]);
});

const keeps = "enableCompileCache" in process.getBuiltinModule("node:module");

describe("what Node compiled", () => {
  const nobody = { status: 0, stdout: "", stderr: expect.stringMatching(/^Nobody is signed in/) };
  const kept = (cache: string): boolean => existsSync(join(cache, "latchkey", "compiled"));

  test.runIf(keeps)("is kept in the user's own cache", async () => {
    const XDG_CACHE_HOME = join(desk.home, "cache");
    expect(await desk.run(["status"], { env: { XDG_CACHE_HOME } })).toMatchObject(nobody);
    expect(kept(XDG_CACHE_HOME)).toBe(true);
  });

  test("is not kept where Node's own variable forbids it", async () => {
    const XDG_CACHE_HOME = join(desk.home, "forbidden");
    const env = { XDG_CACHE_HOME, NODE_DISABLE_COMPILE_CACHE: "1" };
    expect(await desk.run(["status"], { env })).toMatchObject(nobody);
    expect(existsSync(XDG_CACHE_HOME)).toBe(false);
  });

  test.skipIf(process.platform === "win32").each([
    ["above it", "."],
    ["itself", "latchkey"],
  ])("is not kept where others may write to the directory %s: it is run", async (_which, name) => {
    const cache = mkdtempSync(join(desk.home, "shared-"));
    mkdirSync(join(cache, "latchkey"));
    chmodSync(join(cache, name), 0o777);
    expect(await desk.run(["status"], { env: { XDG_CACHE_HOME: cache } })).toMatchObject(nobody);
    expect(kept(cache)).toBe(false);
  });

  // Node's own way to make directories never ends in the last two.
  test.each(["/dev/null", "/proc/none", "link"])(
    "is not kept, and nothing fails, where none can be made: %s",
    async (path) => {
      if (path === "link") symlinkSync(join(desk.home, "nowhere"), join(desk.home, path));
      const XDG_CACHE_HOME = resolve(desk.home, path);
      expect(await desk.run(["status"], { env: { XDG_CACHE_HOME } })).toMatchObject(nobody);
      expect(kept(XDG_CACHE_HOME)).toBe(false);
    },
  );
});

// A user whom the system does not know, as containers have them: only root can become one.
describe.runIf(process.platform === "linux" && process.getuid?.() === 0)("without a home", () => {
  const nobody = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> => {
    const own = { ...desk.env, HOME: undefined, LATCHKEY_CONFIG_DIR: undefined, ...env };
    return desk.run(args, { env: own, uid: 54_321 });
  };

  test("what needs none works", async () => {
    expect(await nobody(["get", "version/", "--help"])).toMatchObject({ status: 0, stderr: "" });
    const status = { status: 0, stdout: "", stderr: expect.stringMatching(/^Nobody is signed in/) };
    for (const name of ["LATCHKEY_CONFIG_DIR", "XDG_CONFIG_HOME"])
      expect(await nobody(["status"], { [name]: "/none" })).toMatchObject(status);
  });

  test.each([undefined, "", "relative"])("profiles are refused, in no other directory: HOME=%s", async (HOME) => {
    const ended = await nobody(["status"], { HOME });
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^Error: This user has no home .*\nHint: Set HOME .* LATCHKEY_CONFIG_DIR/);
  });
});
