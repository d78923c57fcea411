import { judge } from "./judge.mjs";

/** The targets that a run can tell about, on the terminal. */
export function printTargets(run) {
  const position = Number(run.node.split(".")[0]) >= 24 ? 1 : 0;
  const judged = judge(run, position).filter(({ reached }) => reached !== undefined);
  if (judged.length === 0) return;
  console.log("\nTargets");
  for (const { group, text, wanted, shown, reached } of judged) {
    console.log(`  ${reached ? "reached    " : "NOT REACHED"}  ${shown.padStart(9)}  (${wanted})  ${group}: ${text}`);
  }
  const count = judged.filter(({ reached }) => reached).length;
  console.log(`  ${count} of ${judged.length} reached.`);
}
