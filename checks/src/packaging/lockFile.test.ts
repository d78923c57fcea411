import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./packPackages.ts";

/** What the checks read of an entry of the lock file. */
interface LockEntry {
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages }: { readonly packages: Readonly<Record<string, LockEntry>> } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);

/** Where npm looks for a dependency of the package at `path`: in its own folder, then in those above it. */
function isLocked(path: string, dependency: string): boolean {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${base === "" ? "" : `${base}/`}node_modules/${dependency}`] !== undefined) return true;
    if (base === "") return false;
  }
}

describe("the lock file", () => {
  test("has no package that runs a script when it is installed", () => {
    const scripts = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript === true);
    expect(scripts.map(([path]) => path)).toEqual([]);
  });

  test("names the packages of every platform, so that it installs on each", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("names no registry", () => {
    const resolved = Object.values(packages).filter(({ link, resolved }) => link !== true && resolved !== undefined);
    expect(resolved).toEqual([]);
  });
});
