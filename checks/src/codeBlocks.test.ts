import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AsyncKeystoneClient } from "@latchkey/keystone";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allBlocks, blocksOf } from "./codeBlocks.ts";
import { compileBlocks } from "./compileBlocks.ts";
import { type LendingLibrary, openLibrary } from "./lendingLibrary.ts";
import { root } from "./packaging/packPackages.ts";
import { type Ended, runNode, runService } from "./runNode.ts";

/** Where the documents say that servers listen. */
const SHOWN = { keystone: "http://localhost:8000", library: "http://localhost:8080" };

/** More than the API puts on a page unless it is asked to. */
const MANY_TEAMS = 130;

/** What those programs ask for that print each active team. */
const LISTS_TEAMS = /"users\/teams", \{ params: \{ is_active: true/;

const found = allBlocks(root);
const blocks = found.filter(({ ends }) => ends !== "browser").map((block, index) => ({ ...block, index }));
const folder = join(root, "checks", "dist", "blocks");

describe("what the documents show", () => {
  let box: KeystoneBox;
  let helios: HeliosBox;
  let library: LendingLibrary;
  let env: Record<string, string>;
  let compiled: Ended;
  let scratch: string;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "latchkey-blocks-"));
    box = await startKeystone({ seed: 1, throttle: false });
    helios = await startHelios({ seed: 1, throttle: false });
    await addTeams(box);
    library = await openLibrary();
    const { clientId, clientSecret } = helios.credentials;
    // What the documents say that the environment and the home directory hold.
    env = { helios_client_id: clientId, helios_client_secret: clientSecret, helios_api_url: helios.url, HOME: scratch };
    compiled = await compileBlocks(folder, blocks, (code) =>
      code.replaceAll(SHOWN.keystone, box.url).replaceAll(SHOWN.library, library.url),
    );
  }, 120_000);

  afterAll(async () => {
    library.close();
    await Promise.all([box.close(), helios.close()]);
    rmSync(scratch, { recursive: true, force: true });
  });

  const programOf = (index: number): string[] => [join(folder, "out", `block${index}.js`)];

  test("compiles", () => {
    expect(compiled.stdout).toBe("");
    expect(blocks.length).toBeGreaterThan(0);
  });

  test.each(blocks.filter(({ ends }) => ends === "itself"))("$name runs", async ({ index }) => {
    const ended = await runNode(programOf(index), { cwd: scratch, env });
    expect(ended, ended.stderr).toMatchObject({ status: 0 });
  });

  test.each(blocks.filter(({ ends }) => ends === "told"))("$name serves, and stops when told", async ({ index }) => {
    const ended = await runService(programOf(index), { cwd: scratch, env }, async (url) => {
      const response = await fetch(url);
      const teams = await response.json();
      expect(teams).toContainEqual({ id: expect.any(Number), name: "Plasma Physics" });
      expect(teams).toHaveLength(await countActiveTeams(box));
    });
    expect(ended, ended.stderr).toMatchObject({ status: 0 });
  });

  test.each(blocks.filter(({ ends, code }) => ends === "itself" && LISTS_TEAMS.test(code)))(
    "$name shows every team, however many pages they are",
    async ({ index }) => {
      const { stdout } = await runNode(programOf(index), { cwd: scratch, env });
      expect(stdout.trim().split("\n")).toHaveLength(await countActiveTeams(box));
    },
  );

  test("a session of one's own gets a pass when it needs one, and not before", async () => {
    const index = blocks.findIndex(({ name }) => name === "examples/librarySession.ts");
    const before = library.seen.length;
    expect((await runNode(programOf(index), { cwd: scratch, env })).stdout).toBe(
      "Faust\nEmma\nEffi Briest\n[ '2027-01-01', '2027-01-01', '2027-01-01' ]\n3 2027-01-01\n",
    );
    const seen = library.seen.slice(before);
    // A pass is good for four requests: the fifth of the async twin needs another one, the blocking twin has its own.
    expect(seen.filter((line) => line.startsWith("POST /desk"))).toHaveLength(3);
    expect(seen.filter((line) => line.endsWith(" 401"))).toHaveLength(1);
    expect(seen.filter((line) => line.endsWith("/loan 201"))).toHaveLength(4);
  });
});

async function addTeams({ url, credentials }: KeystoneBox): Promise<void> {
  await using client = new AsyncKeystoneClient({ url });
  await client.login(credentials);
  await client.batch((job) => {
    for (let i = 0; i < MANY_TEAMS; i++) job.post("users/teams", { json: { name: `Group ${i}` } });
  });
}

async function countActiveTeams({ url, credentials }: KeystoneBox): Promise<number> {
  await using client = new AsyncKeystoneClient({ url });
  await client.login(credentials);
  const page = await client.httpGet("users/teams", { params: { is_active: true, _limit: 1 } });
  return page.raiseForStatus().json().count;
}

test("programs for a browser compile; the tests in a browser run them", async () => {
  const pages = found.filter(({ ends }) => ends === "browser");
  expect(pages.length).toBeGreaterThan(0);
  expect((await compileBlocks(join(root, "checks", "dist", "pages"), pages)).stdout).toBe("");
});

test("a block that is wrong is found", async () => {
  const text =
    'text\n```ts [a.ts]\nimport { KeystoneClient } from "@latchkey/keystone";\nnew KeystoneClient(1);\n```\n';
  const wrong = blocksOf("x.md", text);
  expect(wrong).toMatchObject([{ name: "x.md:2", ends: "itself" }]);
  expect((await compileBlocks(join(root, "checks", "dist", "wrong"), wrong)).status).not.toBe(0);
});
