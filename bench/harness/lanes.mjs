import { stopwatch } from "./stopwatch.mjs";

/** So many answers for each second of warming up let the compiler make its choices; who is slower gets {@link PATIENCE} turns. */
const WARM = 10_000;
const PATIENCE = 3;

/**
 * Keeps `concurrency` calls under way, first to warm up and then timed. Warming up takes `warmUp` seconds, and longer
 * where that was not enough answers for the compiler to have made up its mind.
 */
export async function lanes(call, { concurrency, warmUp, seconds }) {
  let warmed = await during(call, concurrency, warmUp);
  for (let turn = 1; turn < PATIENCE && warmed < WARM * warmUp; turn += 1) {
    warmed += await during(call, concurrency, warmUp);
  }
  const stop = stopwatch();
  return stop(await during(call, concurrency, seconds));
}

async function during(call, concurrency, seconds) {
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  const lane = async () => {
    while (performance.now() < end) {
      await call();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return count;
}

/** One blocking call after the other. `call` says how many answers it got, where that is not one. */
export function inARow(call, { warmUp, seconds }) {
  repeat(call, warmUp);
  const stop = stopwatch();
  return stop(repeat(call, seconds));
}

function repeat(call, seconds) {
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  while (performance.now() < end) count += call() ?? 1;
  return count;
}
