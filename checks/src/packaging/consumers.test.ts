import { accessSync, constants, copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "../runNode.ts";
import { consumerPrograms } from "./consumerPrograms.ts";
import { installPacked, makeConsumer } from "./consumerProject.ts";
import { fetchCompiler, npmIn } from "./fetchCompiler.ts";
import { fetchNode } from "./fetchNode.ts";
import { entriesOf, manifestOf, type Packed, packPackages, published, root } from "./packPackages.ts";

/** The long proof asks the registry: for older compilers, other Nodes, and to install the packages as strangers do. */
const proving = process.env["LATCHKEY_PROVE"] !== undefined;

const compilers = new Map([["7.0", join(root, "node_modules", "typescript", "bin", "tsc")]]);

/** Nodes that the programs run on. */
const nodes = new Map([["this", process.execPath]]);

/** Packages that are commands and nothing to import. */
const commands = published.filter((name) => entriesOf(manifestOf(join(root, "packages", name))).length === 0);

const names = published.filter((name) => consumerPrograms[name] !== undefined);

/** Runs in the I/O thread, whose program holds a copy of the library's errors. */
const failingWork = `import { UsageError } from "@latchkey/session";
export function fail() {
  throw new UsageError("option", "It is wrong.", { hint: "Stop it." });
}
`;

let scratch: string;
let packed: readonly Packed[];
let keystone: KeystoneBox;
let helios: HeliosBox;
let env: Record<string, string>;

beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "latchkey-consumers-")));
  if (proving) {
    for (const version of ["5.4", "5.9", "6.0"]) compilers.set(version, fetchCompiler(version));
    for (const name of ["node20", "node24"]) nodes.set(name, await fetchNode(name));
  }
  packed = packPackages(join(scratch, "tarballs"));
  for (const one of packed) {
    const program = consumerPrograms[one.folder];
    if (program !== undefined) makeConsumer(join(scratch, one.folder), one, packed, program);
    else installPacked(join(scratch, one.folder), one, packed);
  }
  const work = join(scratch, "session", "work.mjs");
  writeFileSync(work, failingWork);
  keystone = await startKeystone({ throttle: false });
  helios = await startHelios({ seed: 1, throttle: false });
  env = {
    KEYSTONE: keystone.url,
    HELIOS: helios.url,
    HELIOS_ID: helios.credentials.clientId,
    HELIOS_SECRET: helios.credentials.clientSecret,
    HELIOS_DIR: join(scratch, "helios-home"),
    WORK: pathToFileURL(work).href,
  };
}, 120_000);

afterAll(async () => {
  await Promise.all([keystone.close(), helios.close()]);
  rmSync(scratch, { recursive: true, force: true });
});

test("every package that can be imported has a program that does", () => {
  expect(names).toEqual(published.filter((name) => !commands.includes(name)));
});

describe.each(commands)("the command of %s, installed from its tarball", (name) => {
  test("may be executed, and talks to a server", async () => {
    const folder = join(scratch, name);
    const { bin = {}, name: own } = packed.find((one) => one.folder === name)?.manifest ?? {};
    for (const path of Object.values(bin)) {
      const program = join(folder, "node_modules", own ?? "", path);
      if (process.platform !== "win32") accessSync(program, constants.X_OK);
      const home = { HOME: folder, LATCHKEY_CONFIG_DIR: join(folder, "config"), LATCHKEY_STORE: "memory" };
      const args = [program, "get", "version", "--url", keystone.url, "--json"];
      const ended = await runNode(args, { cwd: folder, env: home });
      expect(ended).toEqual({ status: 0, stdout: '"0.10.9"\n', stderr: "" });
    }
  });
});

describe.each(names)("a project that has installed %s from its tarball", (name) => {
  test.each(["bundler", "nodenext"])(
    "compiles without the types of Node, resolving like %s",
    async (resolution) => {
      const cwd = join(scratch, name);
      for (const [version, compiler] of compilers) {
        const ended = await runNode([compiler, "-p", `tsconfig.${resolution}.json`], { cwd });
        expect({ version, ...ended }).toEqual({ version, status: 0, stdout: "", stderr: "" });
      }
    },
    120_000,
  );

  test.each(["out/main.js", "main.mjs", "main.cjs"])("runs %s", async (file) => {
    for (const [node, program] of nodes) {
      const ended = await runNode(["--no-warnings", file], { cwd: join(scratch, name), env, program });
      expect({ node, ...ended }).toEqual({ node, status: 0, stdout: consumerPrograms[name]?.expected, stderr: "" });
    }
  });
});

// Needs the registry, which `npm test` does without.
describe.runIf(proving)("an empty folder", () => {
  test("gets the packages by npm install, and programs run there", async () => {
    const cwd = join(scratch, "empty");
    npmIn(cwd, "install", ...packed.map(({ tarball }) => tarball));
    for (const name of names) {
      const program = join(cwd, `${name}.mjs`);
      copyFileSync(join(scratch, name, "main.mjs"), program);
      const ended = await runNode(["--no-warnings", program], { cwd, env });
      expect(ended).toEqual({ status: 0, stdout: consumerPrograms[name]?.expected, stderr: "" });
    }
  });
});
