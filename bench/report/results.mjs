// Writes RESULTS.md and the chart from the runs in results/: `node bench/report/results.mjs`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bench } from "../harness/paths.mjs";
import { NOISY } from "../harness/statistics.mjs";
import { heldElsewhere, targets } from "../targets.mjs";
import { chart } from "./chart.mjs";
import { growth } from "./growth.mjs";
import { judge } from "./judge.mjs";
import { tableOf } from "./table.mjs";

const runs = ["node20", "node24"]
  .map((name) => join(bench, "results", `${name}.json`))
  .map((file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined));
const there = runs.filter((run) => run !== undefined);

writeFileSync(join(bench, "results", "chart.svg"), chart(there));
writeFileSync(join(bench, "RESULTS.md"), `${document().join("\n\n")}\n`);
console.log(`Written: RESULTS.md and results/chart.svg, from ${there.length} runs.`);

function document() {
  return [
    "# Results of the bench",
    "Written by `bench/report/results.mjs` from the JSON in `bench/results`; [how to read it](README.md). Ratios compare candidates of one run; absolute numbers belong to the machine.",
    ...there.filter((run) => isDisturbed(run)).map(warning),
    "![Requests per second beside peers](results/chart.svg)",
    table([["", ...there.map(({ node }) => `Node ${node}`)], ...facts()]),
    "## Targets",
    verdicts(),
    targetTable(),
    "What no clock can show is held by tests:",
    heldElsewhere.map(([what, where]) => `- ${what}: ${where}`).join("\n"),
    ...there.flatMap((run) => [
      `## How cost grows, Node ${run.node.split(".")[0]}`,
      growth(run)
        .map((sentence) => `- ${sentence}`)
        .join("\n"),
    ]),
    ...there.flatMap((run) => [`## All tables, Node ${run.node}`, ...run.cases.flatMap((result) => caseTable(result))]),
  ];
}

function facts() {
  const fact = (name, of) => [name, ...there.map(of)];
  const versions = (run) =>
    Object.entries({ ...run.versions, curl: run.curl })
      .map(([name, version]) => `${name} ${version}`)
      .join(", ");
  const python = ({ python: found }) =>
    found === undefined
      ? "none: its peers are skipped"
      : Object.entries(found)
          .map((pair) => pair.join(" "))
          .join(", ");
  return [
    fact("date", ({ date }) => date.slice(0, 10)),
    fact("Latchkey", ({ commit }) => (commit === undefined ? "unknown commit" : `commit ${commit}`)),
    fact("machine", ({ processor, memory, system }) => `${processor}, ${memory}, ${system}`),
    fact("server", ({ server }) => server),
    fact("cores", ({ pinning }) => pinning),
    fact("peers", versions),
    fact("Python", python),
    fact("cores taken by others meanwhile, median", (run) => foreign(run)),
    fact("duration", ({ seconds }) => `${Math.floor(seconds / 60)} min ${seconds % 60} s`),
  ];
}

function warning({ node }) {
  return `> **Node ${node.split(".")[0]}: others used the machine during most samples. Run it again before you quote a number.**`;
}

/** How many cores others used during each sample, where that is known. */
function foreignOf({ cases }) {
  const all = cases.flatMap(({ rows }) => rows.flatMap(({ samples = [] }) => samples.map((sample) => sample.foreign)));
  return all.filter((value) => value !== undefined).toSorted((a, b) => a - b);
}

function isDisturbed(run) {
  const known = foreignOf(run);
  return known.filter((value) => value > NOISY).length * 2 > known.length;
}

function foreign(run) {
  const known = foreignOf(run);
  if (known.length === 0) return "unknown";
  const noisy = known.filter((value) => value > NOISY).length;
  return `${known[known.length >> 1].toFixed(2)}; ${noisy} of ${known.length} samples disturbed`;
}

function verdicts() {
  return there
    .map((run) => {
      const judged = judge(run, runs.indexOf(run));
      const reached = judged.filter((target) => target.reached).length;
      return `Node ${run.node.split(".")[0]}: **${reached} of ${judged.length} reached**.`;
    })
    .join(" ");
}

function targetTable() {
  const judged = there.map((run) => judge(run, runs.indexOf(run)));
  const head = ["", "target", ...there.flatMap(({ node }) => [`Node ${node.split(".")[0]} wanted`, "measured", ""])];
  const rows = targets.map(({ group, text }, index) => [
    index === 0 || targets[index - 1].group !== group ? group : "",
    text,
    ...judged.flatMap((list) => [list[index].wanted, list[index].shown, list[index].verdict]),
  ]);
  return table([head, ...rows]);
}

function caseTable(result) {
  const { title, lines, left } = tableOf(result);
  const notes = left.map((note) => `- ${note}`);
  return [`### ${title}`, table(lines, true), ...(notes.length > 0 ? [notes.join("\n")] : [])];
}

function table([head, ...rows], numbers = false) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (numbers && index > 0 ? "--:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
