// The documentation site: installs what docs/ needs and lacks, and builds docs/.vitepress/dist, which needs no network.
// `--look` looks at every page in a browser, `--open` serves the site on this machine.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { prepare, root, run } from "./prepare.mjs";

const docs = join(root, "docs");
const installed = join(docs, "node_modules", ".package-lock.json");

prepare();
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(docs, "package-lock.json")).mtimeMs) {
  console.error("Installing what builds the site…");
  // No script of a dependency is run: the site is built without.
  const status = run("npm", ["--prefix", docs, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], { quiet: true });
  if (status !== 0) process.exit(status);
}
function must(step, ...args) {
  const status = run(process.execPath, [join(docs, "scripts", step), ...args]);
  if (status !== 0) process.exit(status);
}

must("build.mjs");
console.log("The site is in docs/.vitepress/dist.");
if (process.argv.includes("--look")) must("look.mjs");
if (process.argv.includes("--open")) must("open.mjs");
