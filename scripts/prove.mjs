// The long proof: the same tests with the counts that take minutes. Numbers already in the environment win, and arguments
// go to vitest, so that it can be done in parts. Ends with one line that adds up what really ran.
import { join } from "node:path";
import { prepare, root, run } from "./prepare.mjs";
import { countsLine, runSuite } from "./runSuite.mjs";

const defaults = {
  LATCHKEY_FUZZ_RUNS: "100000",
  LATCHKEY_KILL_ROUNDS: "1000",
  LATCHKEY_IMAGES: "2000",
  LATCHKEY_PROVE: "1",
};

prepare();
const env = { ...defaults };
for (const name of Object.keys(defaults)) env[name] = process.env[name] ?? defaults[name];
const shown = Object.entries(env).map(([name, value]) => `${name}=${value}`);
console.log(`Proving at length: ${shown.join(" ")}`);
const counts = runSuite(["--testTimeout=3600000", "--hookTimeout=600000", ...process.argv.slice(2)], env);
// The site too, unless only some tests were asked for.
if (process.argv.length === 2) {
  const site = run(process.execPath, [join(root, "scripts", "docs.mjs"), "--look"]);
  counts[site === 0 ? "passed" : "failed"] += 1;
}
console.log(countsLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
