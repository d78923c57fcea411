import { spawnSync } from "node:child_process";
import { cores, pinned } from "../harness/processors.mjs";
import { busySeconds } from "../harness/processorTime.mjs";
import { median, quietOnes, shuffled } from "../harness/statistics.mjs";
import { programs } from "../start/programs.mjs";

const BARE = "bare";

export default {
  title: "Start-up on one core, from nothing to the end of the process",
  base: BARE,
  columns: [
    { metric: "beyond", label: "ms beyond bare Node", digits: 0, better: "less", bare: true },
    { metric: "milliseconds", label: "ms in all", digits: 0, better: "less" },
  ],
  async run({ plan, node, servers, folder, told, quick }) {
    const all = programs({ url: servers.url, folder });
    const list = quick ? all.filter(({ label }) => /bare|latchkey|first GET, (async|blocking)/.test(label)) : all;
    const rows = list.map((program) => ({ ...program, samples: [] }));
    const rounds = quick ? 3 : plan.many * 2 - 1;
    for (let round = 0; round < rounds; round += 1) {
      told(`start: round ${round + 1} of ${rounds}`);
      for (const row of shuffled(rows)) if (row.failure === undefined) start(row, node);
    }
    const bare = medianOf(rows.find(({ label }) => label === BARE));
    return rows.map((row) => {
      const { label, failure, samples } = row;
      if (failure !== undefined) return { label, failure };
      const milliseconds = medianOf(row);
      return { label, rounds: samples.length, metrics: { milliseconds, beyond: milliseconds - bare } };
    });
  },
};

function start(row, node) {
  const [command, args] = pinned(cores.one, node, row.args);
  const busy = busySeconds();
  const begun = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    cwd: row.cwd,
    env: { ...process.env, NO_COLOR: "1", XDG_CONFIG_HOME: row.home, HOME: row.home },
    encoding: "utf8",
  });
  const milliseconds = performance.now() - begun;
  // What runs needs about one core: all beyond it is somebody else's.
  const foreign = busy === undefined ? 0 : Math.max(0, (busySeconds() - busy) / (milliseconds / 1_000) - 1);
  if (status === 0) row.samples.push({ milliseconds, foreign });
  else row.failure = `failed: ${stderr.trim().split("\n").at(-1)}`;
}

function medianOf({ samples }) {
  return median(quietOnes(samples).map(({ milliseconds }) => milliseconds));
}
