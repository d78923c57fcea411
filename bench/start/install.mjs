import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../harness/paths.mjs";

/** Installs our packages into a folder as npm would: what is published of them, not what is worked with. */
export function install(folder) {
  const modules = join(folder, "node_modules");
  if (existsSync(modules)) return folder;
  const staged = join(folder, "staged");
  const stage = join(root, "scripts", "stage.mjs");
  execFileSync(process.execPath, [stage, staged], { stdio: ["ignore", "ignore", "inherit"] });
  for (const name of readdirSync(staged)) {
    const target = join(modules, JSON.parse(readFileSync(join(staged, name, "package.json"), "utf8")).name);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(staged, name), target);
  }
  for (const name of readdirSync(join(root, "node_modules"))) {
    const target = join(modules, name);
    if (!existsSync(target)) symlinkSync(join(root, "node_modules", name), target);
  }
  return folder;
}
