import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, tool } from "./prepare.mjs";

/** Runs the compiled suite with vitest; returns how many tests passed, failed and were skipped. */
export function runSuite(args, env = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "latchkey-suite-"));
  const report = join(scratch, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const status = run(tool("vitest"), ["run", ...reporters, ...args], { env });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    counts.passed = numPassedTests;
    // A file that cannot even be loaded has no failed test to its name.
    counts.failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0);
    counts.skipped = numPendingTests + numTodoTests;
  } catch {
    counts.failed = 1;
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  rmSync(scratch, { recursive: true, force: true });
  return counts;
}

/** The one line that a run ends with. */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
