import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./packaging/packPackages.ts";
import { runNode } from "./runNode.ts";

/** What the bench's servers are, as far as this test knows them. */
interface BenchServers {
  readonly startServers: (folder: string, wanted: "node") => Promise<RunningServers>;
}

interface RunningServers {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

const bench = join(root, "bench");
const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));

let servers: RunningServers;
beforeAll(async () => {
  const { startServers }: BenchServers = await import(pathToFileURL(join(bench, "servers", "startServers.mjs")).href);
  servers = await startServers(folder, "node");
});
afterAll(async () => {
  await servers.close();
  rmSync(folder, { recursive: true });
});

// It is JavaScript that takes the core apart: no compiler says when that has changed.
test("the bench puts the layers of a session together as they are, and each answers", async () => {
  const specification = { case: "layers", module: "stack", url: servers.url, blocks: 1, count: 1 };
  const sample = join(bench, "harness", "sample.mjs");
  const { status, stdout, stderr } = await runNode(["--expose-gc", sample, JSON.stringify(specification)], {
    cwd: root,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { variants } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  const added = Object.keys(variants).filter((name) => name.startsWith("+ "));
  expect(added).toEqual(["+ cookies", "+ limit", "+ redirect", "+ authenticate", "+ retry", "+ observe"]);
});
