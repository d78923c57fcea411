import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "../runNode.ts";
import { consumerPrograms } from "./consumerPrograms.ts";
import { makeConsumer } from "./consumerProject.ts";
import { packPackages, published, root } from "./packPackages.ts";

const names = published.filter((name) => consumerPrograms[name] !== undefined);

let scratch: string;
let keystone: KeystoneBox;
let helios: HeliosBox;
let env: Record<string, string>;

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "latchkey-consumers-")));
  const packed = packPackages(join(scratch, "tarballs"));
  for (const one of packed) {
    const program = consumerPrograms[one.folder];
    if (program !== undefined) makeConsumer(join(scratch, one.folder), one, packed, program);
  }
  keystone = await startKeystone({ throttle: false });
  helios = await startHelios({ seed: 1, throttle: false });
  env = {
    KEYSTONE: keystone.url,
    HELIOS: helios.url,
    HELIOS_ID: helios.credentials.clientId,
    HELIOS_SECRET: helios.credentials.clientSecret,
    HELIOS_DIR: join(scratch, "helios-home"),
  };
}, 120_000);

afterAll(async () => {
  await Promise.all([keystone.close(), helios.close()]);
  rmSync(scratch, { recursive: true, force: true });
});

test("every package has a program that uses it", () => {
  expect(names).toEqual(published);
});

describe.each(names)("a project that has installed %s from its tarball", (name) => {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

  test.each(["bundler", "nodenext"])("compiles without the types of Node, resolving like %s", async (resolution) => {
    const cwd = join(scratch, name);
    const ended = await runNode([compiler, "-p", `tsconfig.${resolution}.json`], { cwd });
    expect(ended).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test.each(["out/main.js", "main.mjs", "main.cjs"])("runs %s", async (file) => {
    const ended = await runNode(["--no-warnings", file], { cwd: join(scratch, name), env });
    expect(ended).toEqual({ status: 0, stdout: consumerPrograms[name]?.expected, stderr: "" });
  });
});
