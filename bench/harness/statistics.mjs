/** The middle of some numbers; the mean of the two middle ones. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** In another order each time, so that nobody is always measured behind the same neighbour. */
export function shuffled(list) {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
}

/** More than so many cores taken by others make a sample a noisy one. */
export const NOISY = 0.12;

/**
 * The samples that count: those that nobody else disturbed, and never less than the quieter half. They are chosen by
 * what others did meanwhile, never by their own result.
 */
export function quietOnes(samples) {
  const sorted = samples.toSorted((a, b) => (a.foreign ?? 0) - (b.foreign ?? 0));
  const quiet = sorted.filter(({ foreign }) => (foreign ?? 0) <= NOISY);
  return quiet.length * 2 >= samples.length ? quiet : sorted.slice(0, Math.ceil(samples.length / 2));
}

/**
 * How two rows compare in a metric: round by round, because a machine's speed changes from one minute to the next, and
 * the median of that. Rows without rounds of their own compare by what they came to.
 */
export function medianRatio(one, two, metric) {
  const rounds = Math.min(one.samples?.length ?? 0, two.samples?.length ?? 0);
  if (rounds === 0) return one.metrics[metric] / two.metrics[metric];
  const pairs = one.samples.slice(0, rounds).map((sample, round) => {
    const other = two.samples[round];
    return { ratio: sample[metric] / other[metric], foreign: Math.max(sample.foreign ?? 0, other.foreign ?? 0) };
  });
  return median(quietOnes(pairs).map(({ ratio }) => ratio));
}
