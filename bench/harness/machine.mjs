import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { release, totalmem } from "node:os";
import { root } from "./paths.mjs";
import { pinning, processor } from "./processors.mjs";
import { pythonVersions } from "./python.mjs";

const require = createRequire(import.meta.url);
const peers = ["undici", "axios", "got", "ky", "ofetch", "openapi-fetch", "@octokit/core", "openai", "sync-request"];

/** What was measured, where and with what. */
export function machine(node) {
  const { stdout, error } = spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8" });
  if (error !== undefined) throw new Error(`--node ${node} cannot be run: ${error.message}`);
  return {
    commit: commit(),
    node: stdout.trim(),
    processor: processor(),
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${process.platform} ${release()}`,
    pinning,
    versions: Object.fromEntries(peers.map((name) => [name, versionOf(name)])),
    curl: spawnSync("curl", ["--version"], { encoding: "utf8" }).stdout?.split(" ", 2)[1],
    python: pythonVersions(),
  };
}

/** What was measured; without it where the repository came as an archive. */
function commit() {
  const { status, stdout } = spawnSync("git", ["-C", root, "rev-parse", "--short", "HEAD"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

function versionOf(name) {
  const folder = require.resolve.paths(name).find((path) => exists(`${path}/${name}/package.json`));
  return folder === undefined ? undefined : JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8")).version;
}

function exists(file) {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
