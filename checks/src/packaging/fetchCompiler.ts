import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packPackages.ts";

/** Runs npm in a folder that has nothing to do with this workspace. */
export function npmIn(folder: string, ...args: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  execFileSync("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    // There npm is a script for the shell.
    shell: process.platform === "win32",
  });
}

/** The compiler of another TypeScript version, from the registry; it stays in `.cache`. */
export function fetchCompiler(version: string): string {
  const folder = join(root, ".cache", `typescript-${version}`);
  const compiler = join(folder, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) npmIn(folder, "install", "--no-package-lock", `typescript@~${version}.0`);
  return compiler;
}
