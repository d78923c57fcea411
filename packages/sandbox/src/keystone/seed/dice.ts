/** Random choices that come out the same for the same seed. */
export interface Dice {
  /** A whole number, `least` to `most`, both included. */
  between(least: number, most: number): number;
  one<T>(list: readonly [T, ...T[]]): T;
  /** `count` different items, or all there are. */
  some<T>(list: readonly T[], count: number): T[];
  /** True in `percent` of cases. */
  chance(percent: number): boolean;
}

/** Dice from a seed: the 32-bit generator "mulberry32", good enough for stage scenery. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    one: (list) => list[between(0, list.length - 1)] ?? list[0],
    some(list, count) {
      const rest = [...list];
      const chosen = [];
      while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(between(0, rest.length - 1), 1));
      return chosen;
    },
    chance: (percent) => next() * 100 < percent,
  };
}
