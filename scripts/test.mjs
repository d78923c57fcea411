// All that counts instead of timing. Ends with one line that adds up what really ran.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare, run, tool } from "./prepare.mjs";

prepare();
const scratch = mkdtempSync(join(tmpdir(), "latchkey-test-"));
const report = join(scratch, "report.json");
const total = { passed: 0, failed: 0, skipped: 0 };

function count(passed) {
  total[passed ? "passed" : "failed"] += 1;
}

count(run(tool("biome"), ["check", "--error-on-warnings", "."]) === 0);
count(run(tool("oxlint"), ["--type-aware", "--deny-warnings"]) === 0);
const tests = run(tool("vitest"), [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  total.passed += numPassedTests;
  // A file that cannot even be loaded has no failed test to its name.
  total.failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
  total.skipped += numPendingTests + numTodoTests;
} catch {
  total.failed += 1;
}
if (tests !== 0 && total.failed === 0) total.failed = 1;
rmSync(scratch, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
