import { shuffled } from "./statistics.mjs";
import { stopwatch } from "./stopwatch.mjs";

/**
 * Variants of one thing, in turns and within one process: of each, µs of processor time per call, block by block. What two of
 * them took in the same block can be compared, where processes of their own would hide a difference of a microsecond.
 */
export async function interleaved(variants, { concurrency, blocks, count }) {
  const micros = variants.map(() => []);
  for (let block = -1; block < blocks; block += 1) {
    for (const index of shuffled(variants.map((_, position) => position))) {
      const before = process.cpuUsage();
      await callMany(variants[index].call, count, concurrency);
      const { user, system } = process.cpuUsage(before);
      // The first round warms up.
      if (block >= 0) micros[index].push((user + system) / count);
    }
    if (block === -1) stopwatch();
  }
  return Object.fromEntries(variants.map(({ name }, index) => [name, micros[index]]));
}

async function callMany(call, count, concurrency) {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
