import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allBlocks, blocksOf, type CodeBlock } from "./codeBlocks.ts";
import { type Ended, runNode } from "./runNode.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Where the documents say that a Keystone server listens. */
const SHOWN_URL = "http://localhost:8000";

/** Compiles programs into a folder from which the packages can be imported; returns what the compiler said. */
async function compile(
  folder: string,
  blocks: readonly CodeBlock[],
  rewrite: (code: string) => string,
): Promise<Ended> {
  mkdirSync(folder, { recursive: true });
  blocks.forEach((block, index) => {
    writeFileSync(join(folder, `block${index}.${block.language}`), rewrite(block.code));
  });
  const compilerOptions = {
    composite: false,
    sourceMap: false,
    declaration: false,
    outDir: "out",
    rootDir: ".",
    noUnusedLocals: false,
    allowJs: true,
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts", "*.js"] }),
  );
  return runNode([join(root, "node_modules", "typescript", "bin", "tsc"), "-p", folder], { cwd: folder });
}

const blocks = allBlocks(root);
const folder = join(root, "checks", "dist", "blocks");

describe("what the documents show", () => {
  let box: KeystoneBox;
  let helios: HeliosBox;
  let env: Record<string, string>;
  let compiled: Ended;
  let scratch: string;

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    scratch = mkdtempSync(join(tmpdir(), "latchkey-blocks-"));
    box = await startKeystone({ seed: 1, throttle: false });
    helios = await startHelios({ seed: 1, throttle: false });
    const { clientId, clientSecret } = helios.credentials;
    // What the documents say that the environment and the home directory hold.
    env = { helios_client_id: clientId, helios_client_secret: clientSecret, helios_api_url: helios.url, HOME: scratch };
    compiled = await compile(folder, blocks, (code) => code.replaceAll(SHOWN_URL, box.url.replace(/\/$/, "")));
  }, 120_000);

  afterAll(async () => {
    await Promise.all([box.close(), helios.close()]);
    rmSync(scratch, { recursive: true, force: true });
  });

  test("compiles", () => {
    expect(compiled.stdout).toBe("");
    expect(blocks.length).toBeGreaterThan(0);
  });

  test.each(blocks.map((block, index) => ({ ...block, index })))("$name runs", async ({ index }) => {
    const ended = await runNode([join(folder, "out", `block${index}.js`)], { cwd: scratch, env });
    expect(ended, ended.stderr).toMatchObject({ status: 0 });
  });
});

test("a block that is wrong is found", async () => {
  const broken = join(folder, "broken");
  const found = blocksOf(
    "x.md",
    'text\n```ts\nimport { KeystoneClient } from "@latchkey/keystone";\nnew KeystoneClient(1);\n```\n',
  );
  expect(found).toMatchObject([{ name: "x.md:2" }]);
  expect((await compile(broken, found, (code) => code)).status).not.toBe(0);
});
