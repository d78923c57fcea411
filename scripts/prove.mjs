// The long proof: the same tests with the counts that take minutes. Numbers already in the environment win.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare, root, run, tool } from "./prepare.mjs";

const counts = {
  LATCHKEY_FUZZ_RUNS: "100000",
  LATCHKEY_KILL_ROUNDS: "1000",
  LATCHKEY_IMAGES: "2000",
  LATCHKEY_PROVE: "1",
};

prepare();
console.log(
  `Proving at length: ${Object.keys(counts)
    .map((name) => `${name}=${process.env[name] ?? counts[name]}`)
    .join(" ")}`,
);
const args = ["run", "--testTimeout=3600000", "--hookTimeout=600000", ...process.argv.slice(2)];
const { status } = spawnSync(tool("vitest"), args, {
  cwd: join(root),
  stdio: "inherit",
  env: { ...counts, ...process.env },
});
// The site too, unless only some tests were asked for.
const site = process.argv.length > 2 ? 0 : run(process.execPath, [join(root, "scripts", "docs.mjs"), "--look"]);
process.exitCode = status === 0 ? site : (status ?? 1);
