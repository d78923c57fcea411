import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./packaging/packPackages.ts";
import { runNode } from "./runNode.ts";

/** Of files: what of the library meets the errors of Node's own modules. */
const SUITES = ["packages/session/dist/stores/fileStore.test.js", "packages/helios/dist/token/tokenFile.test.js"];

test("where tests have a realm of their own, as in Jest, files are kept as elsewhere", async () => {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const ended = await runNode([vitest, "run", "--pool", "vmThreads", "--maxWorkers", "1", ...SUITES], { cwd: root });
  expect(ended.stdout).toMatch(/Tests\s+\d+ passed \(\d+\)/);
  expect(ended.status).toBe(0);
});
