import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the repository is. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package as npm would publish it. */
export interface Packed {
  /** Name of its folder. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly tarball: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Paths in the tarball, sorted. */
  readonly files: readonly string[];
}

/** What `npm pack --json` says of each package. */
interface PackReport {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** The package.json of a folder. */
export function manifestOf(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
}

/** What can be imported of a package, as its manifest spells it: `.`, `./testing`. */
export function entriesOf({ exports = {} }: Manifest): string[] {
  return Object.keys(exports).filter((entry) => entry !== "./package.json");
}

/** The folders of the packages. */
export const published: readonly string[] = readdirSync(join(root, "packages")).toSorted();

/** Packs every package into a folder, as it is published. */
export function packPackages(target: string): Packed[] {
  mkdirSync(target, { recursive: true });
  const staged = join(target, "staged");
  execFileSync(process.execPath, [join(root, "scripts", "stage.mjs"), staged, ...published]);
  const wanted = published.map((name) => join(staged, name));
  const output = execFileSync("npm", ["pack", "--json", "--pack-destination", target, ...wanted], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    // There npm is a script for the shell.
    shell: process.platform === "win32",
  });
  const reports: readonly PackReport[] = JSON.parse(output);
  return published.map((folder) => {
    const manifest = manifestOf(join(staged, folder));
    const report = reports.find(({ name }) => name === manifest.name);
    if (report === undefined) throw new Error(`npm packed no ${manifest.name}.`);
    const files = report.files.map(({ path }) => path).toSorted();
    return { folder, manifest, tarball: join(target, report.filename), size: report.size, files };
  });
}
