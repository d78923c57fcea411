import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix, sep } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "../runNode.ts";
import { documentedTarballs, TOLERANCE } from "./documentedSizes.ts";
import { entriesOf, type Packed, packPackages, published, root } from "./packPackages.ts";

let target: string;
let packed: readonly Packed[];

beforeAll(() => {
  target = mkdtempSync(join(tmpdir(), "latchkey-pack-"));
  packed = packPackages(target);
}, 120_000);

afterAll(() => rmSync(target, { recursive: true, force: true }));

function packedAs(folder: string): Packed {
  const found = packed.find((candidate) => candidate.folder === folder);
  if (found === undefined) throw new Error(`${folder} was not packed.`);
  return found;
}

/** What a tarball must hold beside bundles, no more and no less: what the sources compile to, but for tests and their aids. */
function expectedFiles({ folder, manifest }: Packed): string[] {
  const always = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  // A command is its bundle, and holds work of others.
  if (entriesOf(manifest).length === 0) return [...always, "NOTICES.md"].toSorted();
  const source = join(root, "packages", folder, "src");
  const modules = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".ts") && !/(^|\/)testbed\/|\.(test|test-d|d)\.ts$/.test(path))
    .flatMap((path) => [".js", ".d.ts"].map((suffix) => `dist/${path.replace(/\.ts$/, suffix)}`));
  return [...always, ...modules].toSorted();
}

/** How a script names another file of its package: a source map, a module, a program of a thread. */
const POINTERS = [
  /^\/\/# sourceMappingURL=(\S+)$/gm,
  /^(?:import|export)\b[^"]*"(\.[^"]+)";$/gm,
  /(?<!\{ ?)\bimport\("(\.[^"]+)"\)/g,
  /\bnew URL\("([^"]+)", import\.meta\.url\)/g,
];

function pointedTo(path: string, code: string): string[] {
  const names = POINTERS.flatMap((pointer) => [...code.matchAll(pointer)].map((match) => match[1] ?? ""));
  return names.map((name) => posix.join(posix.dirname(path), name));
}

describe.each(published)("the tarball of packages/%s", (folder) => {
  test("holds what the sources compile to, a README and the licence; bundles of it, where there are any", () => {
    const tarball = packedAs(folder);
    const { files, manifest } = tarball;
    const bundled = files.filter((path) => path.startsWith("bundle/"));
    expect(files.filter((path) => !bundled.includes(path))).toEqual(expectedFiles(tarball));
    for (const path of bundled) expect(path).toMatch(/^bundle\/[\w-]+\.c?js$/);
    expect(bundled.length > 0).toBe(JSON.stringify([manifest.exports, manifest.bin]).includes("./bundle/"));
  });

  test("has no file that points to one that is not there", () => {
    const { files } = packedAs(folder);
    const lost = files
      .filter((path) => /\.c?js$/.test(path))
      .flatMap((path) => {
        const targets = pointedTo(path, readFileSync(join(target, "staged", folder, path), "utf8"));
        return targets.filter((name) => !files.includes(name)).map((name) => `${path} → ${name}`);
      });
    expect(lost).toEqual([]);
  });

  test.skipIf(folder === "sandbox")("imports what a bundler can find, or tells it that it cannot", () => {
    const untold = packedAs(folder)
      .files.filter((path) => /\.c?js$/.test(path))
      .flatMap((path) => {
        const code = readFileSync(join(target, "staged", folder, path), "utf8");
        const unknown = [...code.matchAll(/(?<![#\w])import\((?!")[^;]*;/g)].map(([call]) => `${path}: ${call}`);
        return unknown.filter((call) => !call.includes("/* webpackIgnore: true */"));
      });
    expect(untold).toEqual([]);
  });

  test("imports what it was told to, without a helper that minifiers break and bundlers warn of", () => {
    const helped = packedAs(folder).files.filter((path) =>
      readFileSync(join(target, "staged", folder, path), "utf8").includes("__rewriteRelativeImportExtension"),
    );
    expect(helped).toEqual([]);
  });

  test("has nothing for publint to say", async () => {
    const { tarball } = packedAs(folder);
    const { messages, pkg } = await publint({
      pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test("has types that every resolver finds", async () => {
    const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
    const args = [
      attw,
      packedAs(folder).tarball,
      "--profile",
      "esm-only",
      "--format",
      "ascii",
      "--no-definitely-typed",
    ];
    const ended = await runNode(args, { cwd: target });
    expect(ended.status, ended.stdout).toBe(0);
  });

  test("is as large as docs/reach.md says", () => {
    const { manifest, size, files } = packedAs(folder);
    const told = documentedTarballs.get(manifest.name);
    expect(Math.abs(size / (told?.bytes ?? 0) - 1), `${size} bytes`).toBeLessThan(TOLERANCE);
    expect(Math.abs(files.length / (told?.files ?? 0) - 1), `${files.length} files`).toBeLessThan(TOLERANCE);
  });
});
