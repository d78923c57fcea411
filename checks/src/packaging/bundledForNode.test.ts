import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "../runNode.ts";
import { root } from "./packPackages.ts";

const program = `
  import { AsyncSession, LatchkeyError, Session } from "@latchkey/session";
  const url = process.env["KEYSTONE"] ?? "";
  AsyncSession.with({ url }, async (session) => {
    console.log((await session.httpGet("version/")).raiseForStatus().text());
    try {
      new Session({ url, retry: { attempts: 1 } }).httpGet("version/");
    } catch (error) {
      console.log(error instanceof LatchkeyError && [error.code, error.sent, error.method, error.hint].join(" | "));
    }
  });
`;

let box: KeystoneBox;
let scratch: string;
beforeAll(async () => {
  box = await startKeystone({ throttle: false });
  scratch = mkdtempSync(join(tmpdir(), "latchkey-bundled-"));
});
afterAll(async () => {
  await box.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe.each(["esm", "cjs"] as const)("a program that a bundler made one file of, as %s,", (format) => {
  test("has the async twin, and is told at once what the blocking one lacks", async () => {
    const input = join(scratch, "main.mjs");
    writeFileSync(input, program);
    const bundle = await rolldown({
      input,
      cwd: root,
      platform: "node",
      external: [/^undici/],
      resolve: { modules: [join(root, "node_modules")] },
      logLevel: "silent",
    });
    const file = join(scratch, format, `bundled.${format === "esm" ? "mjs" : "cjs"}`);
    await bundle.write({ file, format, codeSplitting: false });
    await bundle.close();
    const ended = await runNode(["--no-warnings", file], { cwd: scratch, env: { KEYSTONE: box.url } });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout.split("\n")).toEqual([
      "0.10.9",
      "worker | false | GET | Tell the bundler to leave the packages @latchkey/* out (external), or use the async twin.",
      "",
    ]);
  });
});
