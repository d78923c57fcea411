// The runtimes that the suite runs on, from the registry's platform packages: none of them runs an install script.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const folder = join(root, ".cache", "runtimes");
const node = { win32: "win" }[process.platform] ?? process.platform;
const bun = { win32: "windows" }[process.platform] ?? process.platform;
const deno = {
  linux: `linux-${process.arch}-glibc`,
  darwin: `darwin-${process.arch}`,
  win32: `win32-${process.arch}`,
}[process.platform];
const exe = process.platform === "win32" ? ".exe" : "";

function nodeRuntime(major, version) {
  const name = `node${major}`;
  const program = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return { name, spec: `${name}@npm:node-${node}-${process.arch}@${version}`, file: `${name}/${program}`, before: [] };
}

/** `before` goes before the path of vitest. */
export const runtimes = [
  nodeRuntime(20, "20.19.0"),
  nodeRuntime(22, "22"),
  nodeRuntime(24, "24"),
  nodeRuntime(26, "26"),
  {
    name: "bun",
    spec: `@oven/bun-${bun}-${process.arch}@1.4.5`,
    file: `@oven/bun-${bun}-${process.arch}/bin/bun${exe}`,
    before: ["--bun"],
  },
  { name: "deno", spec: `@deno/${deno}@2.9.6`, file: `@deno/${deno}/deno${exe}`, before: ["run", "-A"] },
];

/** Fetches a runtime where it is not there yet; returns its program, or `undefined` when there is none to be had. */
export function fetchRuntime({ name, spec, file }) {
  const home = join(folder, name);
  const program = join(home, "node_modules", file);
  const stamp = join(home, "spec");
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, "utf8") === spec) return program;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  const args = ["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", spec];
  const options = { cwd: home, encoding: "utf8", shell: process.platform === "win32" };
  const { status, stderr } = spawnSync("npm", args, options);
  if (status !== 0 || !existsSync(program)) {
    console.error(`${name}: ${spec} cannot be had here.\n${stderr}`);
    return undefined;
  }
  chmodSync(program, 0o755);
  writeFileSync(stamp, spec);
  return program;
}
