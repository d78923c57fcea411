import { targets } from "../targets.mjs";

const units = {
  percent: (value) => `${(value * 100).toFixed(0)} %`,
  times: (value) => `${value.toFixed(value < 10 ? 2 : 0)} ×`,
  µs: (value) => `${value.toFixed(1)} µs`,
  ms: (value) => `${value.toFixed(0)} ms`,
  kB: (value) => `${value.toFixed(1)} kB`,
  MB: (value) => `${value.toFixed(0)} MB`,
  bytes: (value) => `${value.toFixed(0)} B`,
  count: (value) => value.toFixed(0),
};

/**
 * Every target with what a run measured. `position` is the run's place in a target's pair of limits: 0 for Node 20, 1
 * for Node 24.
 */
export function judge(run, position) {
  const cases = Object.fromEntries(run.cases.map(({ name, rows }) => [name, byLabel(rows)]));
  return targets.map((target) => {
    const { atLeast, atMost, value, unit } = target;
    const limit = (atLeast ?? atMost)[position];
    const measured = value(cases);
    const wanted = `${atLeast === undefined ? "at most" : "at least"} ${units[unit](limit)}`;
    if (measured === undefined) return { ...target, wanted, shown: "–", verdict: "not measured" };
    const reached = atLeast === undefined ? measured <= limit : measured >= limit;
    return {
      ...target,
      wanted,
      shown: units[unit](measured),
      reached,
      verdict: reached ? "reached" : "**not reached**",
    };
  });
}

function byLabel(rows) {
  return Object.fromEntries(rows.filter(({ metrics }) => metrics).map((row) => [row.label, row]));
}
