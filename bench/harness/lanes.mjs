import { stopwatch } from "./stopwatch.mjs";

/** So many answers let the compiler make most of its choices: in the blocking twin, those of two threads. */
const WARM = 12_000;
/** A slow candidate is not waited for longer than so many times its warming up. */
const PATIENCE = 5;

/**
 * Keeps `concurrency` calls under way, first to warm up and then timed. `call` says how many answers it got, where that is
 * not one. Warming up takes `warmUp` seconds, and longer where that was not `enough` answers.
 */
export async function lanes(call, { concurrency, warmUp, seconds, enough = WARM }) {
  let warmed = 0;
  for (let turn = 0; turn < PATIENCE && (turn === 0 || warmed < enough); turn += 1) {
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
      // In a statement of its own: `count += await` would add to what it was before the wait.
      const answers = (await call()) ?? 1;
      count += answers;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return count;
}

/** One blocking call after the other. `call` says how many answers it got, where that is not one. */
export function inARow(call, { warmUp, seconds, enough = WARM }) {
  let warmed = 0;
  for (let turn = 0; turn < PATIENCE && (turn === 0 || warmed < enough); turn += 1) warmed += repeat(call, warmUp);
  const stop = stopwatch();
  return stop(repeat(call, seconds));
}

function repeat(call, seconds) {
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  while (performance.now() < end) count += call() ?? 1;
  return count;
}
