// The bench: `npm run bench`. See README.md beside this file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadCase, names } from "./cases/cases.mjs";
import { machine } from "./harness/machine.mjs";
import { readOptions } from "./harness/options.mjs";
import { bench } from "./harness/paths.mjs";
import { usedSeconds } from "./harness/processorTime.mjs";
import { profileFlags, topOfProfiles } from "./harness/profile.mjs";
import { plans, runCase } from "./harness/runCase.mjs";
import { skipReason } from "./harness/skipReason.mjs";
import { printTargets } from "./report/printTargets.mjs";
import { printTable, tableOf } from "./report/table.mjs";
import { startServers } from "./servers/startServers.mjs";

const options = readOptions(process.argv.slice(2));
if (options.help) process.exit(0);
if (options.list) {
  for (const name of names) console.log(`${name.padEnd(16)}${(await loadCase(name)).title}`);
  process.exit(0);
}

const unknown = options.case?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no case "${unknown}". There are: ${names.join(", ")}.`);
  process.exit(2);
}

const about = machine(options.node);
const chosen = await Promise.all((options.case ?? names).map(loadCase));
const plan = options.quick ? plans.quick : plans.full;
const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
const servers = await startServers(folder, options.server);
servers.usedSeconds = () => servers.pids.reduce((sum, pid) => sum + usedSeconds(pid), 0);
const skip = skipReason(about);
const flags = options.profile ? profileFlags(folder) : [];
for (const signal of ["SIGINT", "SIGTERM"]) {
  // Servers of their own processes would outlive this one.
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
}
const started = performance.now();
const results = [];
try {
  console.log(`Node ${about.node}, ${servers.description}; ${about.pinning}`);
  for (const definition of chosen) {
    const begun = performance.now();
    const { node, quick, only } = options;
    const context = { plan, node, servers, folder, skip, told, quick, only, flags };
    const rows = await (definition.run?.(context) ?? runCase(definition, context)).catch(failed);
    told("");
    if (rows.length === 0) continue;
    const { name, title, base, columns } = definition;
    const result = { name, title, base, columns, seconds: Math.round((performance.now() - begun) / 1_000), rows };
    results.push(result);
    printTable(tableOf(result));
    for (const line of topOfProfiles(folder)) console.log(line);
  }
} finally {
  await cleanUp();
}
const seconds = Math.round((performance.now() - started) / 1_000);
const losses = results.flatMap(({ rows }) => rows).filter(({ failure }) => failure?.startsWith("failed"));
console.log(`\n${seconds} s, ${losses.length === 0 ? "nobody failed" : `${losses.length} failed`}.`);
const content = { date: new Date().toISOString(), seconds, server: servers.description, ...about, cases: results };
printTargets(content);
const complete = !options.quick && !options.profile && options.case === undefined && options.only === undefined;
const out = options.out ?? (complete ? join(bench, "results", `node${about.node.split(".")[0]}.json`) : undefined);
if (out !== undefined) {
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify(content, rounded, 1)}\n`);
  console.log(`Written to ${out}.`);
  if (options.out === undefined) await import("./report/results.mjs");
}
process.exitCode = losses.length === 0 ? 0 : 1;

/** More digits than these mean nothing. */
function rounded(_key, value) {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

async function cleanUp() {
  await servers.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A case that cannot run does not take the others with it. */
function failed(error) {
  return [{ label: "the whole case", failure: `failed: ${error.message}` }];
}

/** One line that is written over as the work goes on. */
function told(line) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  else if (line !== "") process.stderr.write(`${line}\n`);
}
