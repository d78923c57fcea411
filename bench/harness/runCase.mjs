import { cores } from "./processors.mjs";
import { runSample } from "./runSample.mjs";
import { median, quietOnes, shuffled } from "./statistics.mjs";

/** How often, and for how long: seconds of warming up and of measuring. */
export const plans = {
  full: { many: 5, some: 3, few: 2, once: 1, warmUp: 1, seconds: 0.5 },
  quick: { many: 1, some: 1, few: 1, once: 1, warmUp: 0.15, seconds: 0.25 },
};

/** The rows that take part: `only` chooses by name, and a quick run leaves out all that no target asks for. */
function chosen({ rows, base }, { quick, only }) {
  const named = rows.map((row) => ({ label: row.candidate, params: {}, cores: "one", ...row, samples: [] }));
  if (only !== undefined) return named.filter(({ label }) => label.includes(only));
  return quick ? named.filter((row) => row.quick ?? (row.rounds === "many" || row.label === base)) : named;
}

/** Runs the samples of a case, everybody once in each round; with one row of medians for each. */
export async function runCase(definition, { plan, node, servers, skip, told, quick, only, flags }) {
  const rows = chosen(definition, { quick, only });
  const most = Math.max(...rows.map(({ rounds }) => plan[rounds]));
  for (let round = 0; round < most; round += 1) {
    for (const row of shuffled(rows.filter(({ rounds, failure }) => round < plan[rounds] && failure === undefined))) {
      row.failure = skip(row.candidate);
      if (row.failure !== undefined) continue;
      told(`${definition.name}: round ${round + 1} of ${most}: ${row.label}`);
      const spec = { case: definition.name, candidate: row.candidate, ...plan, ...row.params };
      try {
        row.samples.push(await runSample(spec, { node, servers, cores: cores[row.cores], flags }));
      } catch (error) {
        row.failure = `failed: ${error.message}`;
      }
    }
  }
  return rows.map(summary);
}

function summary({ label, candidate, cores: where, samples, failure }) {
  const row = { label, candidate, cores: where, rounds: samples.length };
  if (failure !== undefined) return { ...row, failure };
  const quiet = quietOnes(samples);
  const names = Object.keys(quiet[0] ?? {}).filter((name) => typeof quiet[0][name] === "number" && name !== "foreign");
  const metrics = Object.fromEntries(names.map((name) => [name, median(quiet.map((sample) => sample[name]))]));
  return { ...row, quiet: quiet.length, metrics, samples };
}
