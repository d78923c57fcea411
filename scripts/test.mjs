// All that counts instead of timing. Ends with one line that adds up what really ran.
import { prepare, run, tool } from "./prepare.mjs";
import { countsLine, runSuite } from "./runSuite.mjs";

prepare();
const checks = [
  run(tool("biome"), ["check", "--error-on-warnings", "."]),
  run(tool("oxlint"), ["--type-aware", "--deny-warnings"]),
];
const counts = runSuite(process.argv.slice(2));
for (const status of checks) counts[status === 0 ? "passed" : "failed"] += 1;
console.log(countsLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
