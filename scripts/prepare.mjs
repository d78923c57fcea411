// Brings a fresh clone to where its commands can run: installs what the lock file says, and builds.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sweep } from "./sweep.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command in the root; `quiet` shows its output only when it fails. Returns its exit status. */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const options = { cwd: root, env: { ...process.env, ...env }, shell: process.platform === "win32" };
  const result = spawnSync(command, args, { ...options, stdio: quiet ? "pipe" : "inherit", encoding: "utf8" });
  if (result.error) throw result.error;
  if (quiet && result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}`);
  return result.status ?? 1;
}

/** The program of a development dependency. */
export function tool(name) {
  return join(root, "node_modules", ".bin", name);
}

function must(step, status) {
  if (status === 0) return;
  console.error(`${step} failed (exit status ${status}).`);
  process.exit(status);
}

/** npm writes this file last: when it is older than the lock file, the installation is not the one that is wanted. */
function isInstalled() {
  const marker = join(root, "node_modules", ".package-lock.json");
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

export function prepare() {
  if (!isInstalled()) {
    console.error("Installing dependencies…");
    must("npm ci", run("npm", ["ci", "--no-audit", "--no-fund"], { quiet: true }));
  }
  must("tsc -b", run(tool("tsc"), ["-b"]));
  // npm makes commands executable when it installs them: ours was not built then.
  chmodSync(join(root, "packages", "cli", "dist", "main.js"), 0o755);
  for (const name of readdirSync(join(root, "packages"))) sweep(join(root, "packages", name));
}
