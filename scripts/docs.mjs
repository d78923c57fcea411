// The documentation site: installs what docs/ needs and lacks, and builds docs/.vitepress/dist. Nothing is downloaded
// when it is read. `npm run docs -- --open` shows it on this machine afterwards.
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
const built = run(process.execPath, [join(docs, "scripts", "build.mjs")]);
if (built !== 0) process.exit(built);
console.log("The site is in docs/.vitepress/dist.");
if (process.argv.includes("--open")) {
  process.exitCode = run(process.execPath, [join(docs, "node_modules", ".bin", "vitepress"), "preview", docs]);
}
