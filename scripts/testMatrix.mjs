// The compiled suite on every runtime: `npm run test:matrix [-- RUNTIME… [-- VITEST ARGUMENTS…]]`. Ends with a table. That
// of the whole suite goes into the README, and what is left out where, into docs/reach.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describeLeftOut, excluding, leftOut } from "./leftOut.mjs";
import { prepare, root } from "./prepare.mjs";
import { fetchRuntime, runtimes } from "./runtimes.mjs";
import { writeBetween } from "./writeBetween.mjs";

const words = process.argv.slice(2);
const border = words.indexOf("--");
const names = border < 0 ? words : words.slice(0, border);
const further = border < 0 ? [] : words.slice(border + 1);
const unknown = names.filter((name) => !runtimes.some((runtime) => runtime.name === name));
if (unknown.length > 0) {
  console.error(`No such runtime: ${unknown.join(", ")}. There are ${runtimes.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

prepare();
const scratch = mkdtempSync(join(tmpdir(), "latchkey-matrix-"));
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");

/** Runs the suite with a runtime's program; its own version is asked of the program itself. */
function runOn({ name, before }, program) {
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  const [version = "unknown"] = /\d+\.\d+\.\d+/.exec(stdout) ?? [];
  const report = join(scratch, `${name}.json`);
  const args = [
    ...before,
    vitest,
    "run",
    "--reporter=json",
    `--outputFile=${report}`,
    ...excluding(leftOut[name]),
    ...further,
  ];
  // Programs that tests start by name are this runtime's too.
  const env = { ...process.env, PATH: dirname(program) + delimiter + process.env.PATH };
  const started = performance.now();
  const { status } = spawnSync(program, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  const seconds = Math.round((performance.now() - started) / 1_000);
  return { name, version, seconds, status, report };
}

/** Reads what ran, and tells of each test and file that failed. */
function read({ name, version, seconds, status, report }) {
  try {
    const { numPassedTests, numPendingTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    const broken = testResults.filter((file) => file.status === "failed");
    for (const { name: path, message, assertionResults } of broken) {
      const failures = assertionResults.filter((result) => result.status === "failed");
      if (failures.length === 0) console.log(`${name}: ${path}\n  ${message}`);
      for (const { fullName, failureMessages } of failures) {
        console.log(
          `${name}: ${path}\n  ${fullName}\n  ${failureMessages.join("\n").split("\n").slice(0, 6).join("\n  ")}`,
        );
      }
    }
    const files = broken.filter(({ assertionResults }) =>
      assertionResults.every((result) => result.status !== "failed"),
    );
    return [name, version, numPassedTests, numFailedTests + files.length, numPendingTests, `${seconds} s`];
  } catch {
    return [name, version, 0, `no report (exit status ${status})`, 0, `${seconds} s`];
  }
}

const rows = runtimes
  .filter(({ name }) => names.length === 0 || names.includes(name))
  .map((runtime) => {
    const program = fetchRuntime(runtime);
    if (program === undefined) return [runtime.name, "-", 0, "not to be had here", 0, "-"];
    console.log(`${runtime.name}…`);
    return read(runOn(runtime, program));
  });
rmSync(scratch, { recursive: true, force: true });
const heading = ["| runtime | version | passed | failed | left out or skipped | time |", "|---|---|---|---|---|---|"];
const lineOf = (row) => `| ${row.join(" | ")} |`;
console.log(`\n${[...heading, ...rows.map(lineOf)].join("\n")}`);

// A part of the suite says nothing about the whole.
if (further.length === 0) {
  writeBetween(join(root, "README.md"), "matrix", (lines) => {
    const known = new Map(rows.map((row) => [row[0], lineOf(row)]));
    const kept = runtimes.map(({ name }) => known.get(name) ?? lines.find((line) => line.startsWith(`| ${name} |`)));
    return [...heading, ...kept.filter((line) => line !== undefined)];
  });
  writeBetween(join(root, "docs", "reach.md"), "left out", describeLeftOut);
}
process.exitCode = rows.every((row) => row[3] === 0) ? 0 : 1;
