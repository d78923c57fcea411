import { expect } from "../harness/expect.mjs";
import { interleaved } from "../harness/interleaved.mjs";
import { cores } from "../harness/processors.mjs";
import { runSample } from "../harness/runSample.mjs";
import { median } from "../harness/statistics.mjs";

const FIRST = "the same, given a session's headers";

export default {
  title: "One layer at a time: CPU of a GET of 346 bytes, 50 at once, in turns within one process",
  base: FIRST,
  columns: [
    { metric: "micros", label: "CPU µs/req", digits: 1, better: "less", bare: true },
    { metric: "more", label: "more than the row before", digits: 1, better: "less", bare: true },
    {
      metric: "beyond",
      label: "beyond transport and driver, given a session's headers",
      digits: 1,
      better: "less",
      bare: true,
    },
  ],
  async run({ plan, node, servers, told, quick }) {
    const samples = [];
    const spec = { case: "layers", candidate: "layers", blocks: quick ? 3 : 15, count: quick ? 300 : 1_000 };
    for (let round = 0; round < plan.many; round += 1) {
      told(`layers: round ${round + 1} of ${plan.many}`);
      samples.push(await runSample(spec, { node, servers, cores: cores.one }));
    }
    const names = Object.keys(samples[0].variants);
    const blocks = (name) => samples.flatMap(({ variants }) => variants[name]);
    // Block by block: the machine's speed changes from one to the next.
    const above = (other, name) => {
      const less = other === undefined ? [] : blocks(other);
      return median(blocks(name).map((micros, index) => micros - (less[index] ?? 0)));
    };
    return names.map((label, index) => ({
      label,
      rounds: samples.length,
      metrics: {
        micros: median(blocks(label)),
        more: above(names[index - 1], label),
        beyond: above(FIRST, label),
      },
    }));
  },
};

export async function measure({ variants }, { blocks, count }) {
  for (const { call } of variants) expect.version(await call());
  return { variants: await interleaved(variants, { concurrency: 50, blocks, count }) };
}
