// Speed, beside peers. See bench/README.md.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare, root, run } from "./prepare.mjs";

prepare();
const folder = join(root, "bench");
const installed = join(folder, "node_modules", ".package-lock.json");
const lock = join(folder, "package-lock.json");
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error("Installing the peers that Latchkey is measured beside…");
  const args = ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  if (run("npm", args, { quiet: true }) !== 0) process.exit(1);
}
await import(pathToFileURL(join(folder, "main.mjs")).href);
