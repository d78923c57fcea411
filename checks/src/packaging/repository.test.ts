import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Ended, runNode } from "../runNode.ts";
import { published, root } from "./packPackages.ts";

const SCRIPT = join(root, "scripts", "checkRepository.mjs");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-repository-"));
  for (const name of published) {
    mkdirSync(join(folder, name));
    cpSync(join(root, "packages", name, "package.json"), join(folder, name, "package.json"));
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

const check = (repository: string): Promise<Ended> =>
  runNode([SCRIPT, folder], {
    cwd: root,
    env: { GITHUB_SERVER_URL: "https://github.test", GITHUB_REPOSITORY: repository },
  });

/** Has every package name this repository, or none. */
function name(url: string | undefined): void {
  for (const name of published) {
    const path = join(folder, name, "package.json");
    const manifest: object = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...manifest, repository: url && { type: "git", url } }));
  }
}

test("a release of packages that name the repository it is made in may go on", async () => {
  name("git+https://github.test/who/latchkey.git");
  expect(await check("who/latchkey")).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("one of packages that name another repository ends before anything is published, and says what to write", async () => {
  name("git+https://github.test/others/latchkey.git");
  const { status, stderr } = await check("who/latchkey");
  expect(status).toBe(1);
  for (const name of published) expect(stderr).toContain(`packages/${name}/package.json has another repository.`);
  expect(stderr).toContain('"repository": {"type":"git","url":"git+https://github.test/who/latchkey.git"');
});

test("one of packages that name none does so too", async () => {
  name(undefined);
  const { status, stderr } = await check("who/latchkey");
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("has no repository.") });
});

test("the release asks before it publishes", () => {
  const workflow = readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8");
  const asked = workflow.indexOf("scripts/checkRepository.mjs");
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(workflow.indexOf("npm publish"));
  expect(workflow.indexOf("npm audit --omit=dev")).toBeGreaterThan(0);
});
