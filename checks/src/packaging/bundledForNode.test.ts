import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "../runNode.ts";
import { root } from "./packPackages.ts";

const program = `
  import { AsyncHeliosSession } from "@latchkey/helios";
  import { AsyncSession, LatchkeyError, Session } from "@latchkey/session";
  const url = process.env["KEYSTONE"] ?? "";
  AsyncSession.with({ url }, async (session) => {
    console.log((await session.httpGet("version/")).raiseForStatus().text());
    try {
      new Session({ url, retry: { attempts: 1 } }).httpGet("version/");
    } catch (error) {
      console.log(error instanceof LatchkeyError && [error.code, error.sent, error.method, error.hint].join(" | "));
    }
    const helios = new AsyncHeliosSession({ apiUrl: url, token: "t0ken" });
    await helios.cameras.showImage("c1", ["2018-01-01"], { decode: true }).catch((error) => {
      console.log(error.code, "|", error.hint);
    });
    await helios.close();
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

/** esbuild leaves nothing of `import.meta` in what is no module. */
const nowhere = { "import.meta.url": "undefined" };

describe.each([
  ["esm", "esm", {}],
  ["cjs", "cjs", {}],
  ["cjs that does not know where it is", "cjs", nowhere],
] as const)("a program that a bundler made one file of, as %s,", (name, format, define) => {
  test("has the async twins, and is told at once what lacks a program of its own", async () => {
    const input = join(scratch, "main.mjs");
    writeFileSync(input, program);
    const bundle = await rolldown({
      input,
      cwd: root,
      platform: "node",
      external: [/^undici/, "sharp"],
      resolve: { modules: [join(root, "node_modules")] },
      transform: { define },
      logLevel: "silent",
    });
    const file = join(scratch, name, `bundled.${format === "esm" ? "mjs" : "cjs"}`);
    await bundle.write({ file, format, codeSplitting: false });
    await bundle.close();
    const ended = await runNode(["--no-warnings", file], { cwd: scratch, env: { KEYSTONE: box.url } });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout.split("\n")).toEqual([
      "0.10.9",
      "worker | false | GET | Tell the bundler to leave the packages @latchkey/* out (external), or use the async twin.",
      "option | Tell the bundler to leave the packages @latchkey/* out (external), or leave decode out.",
      "",
    ]);
  });
});

test("a program for Node that a bundler gave the build for browsers is told so", async () => {
  const input = join(scratch, "browser.mjs");
  writeFileSync(
    input,
    `import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
     import { fileStore } from "@latchkey/session";
     const url = process.env["KEYSTONE"] ?? "";
     for (const use of [() => new AsyncKeystoneClient({ url }), () => new KeystoneClient({ url }), () => fileStore("x")]) {
       try { use(); } catch ({ code, hint }) { console.log(code, "|", hint); }
     }`,
  );
  const bundle = await rolldown({
    input,
    cwd: root,
    platform: "neutral",
    resolve: { modules: [join(root, "node_modules")], conditionNames: ["import", "default"] },
    logLevel: "silent",
  });
  const file = join(scratch, "browser", "bundled.mjs");
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  const ended = await runNode([file], { cwd: scratch, env: { KEYSTONE: box.url } });
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  const told = "option | This is Node, with the build for browsers: let the bundler set the condition `node`";
  expect(ended.stdout.trimEnd().split("\n")).toEqual(Array(3).fill(expect.stringContaining(told)));
});
