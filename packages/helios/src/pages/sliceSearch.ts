import type { Flow } from "@latchkey/session";
import { type Batch, one } from "../batches/batch.ts";
import { parseInstant } from "../parameters/instant.ts";
import type { Pairs } from "../parameters/pairs.ts";
import { type Bounds, type Counting, divide, findStart, type Slice } from "./slices.ts";

/** A search that is too large for the API's window. */
export interface LargeSearch {
  readonly total: number;
  /** Results that one search can reach. */
  readonly window: number;
  readonly axis: { readonly min: string; readonly max: string };
  readonly query: Pairs;
  /** Times of its first results, in their order. */
  readonly times: readonly number[];
}

/**
 * Divides a search by time; slices come in the order in which the API gives its results. `undefined` when it cannot be
 * told where in time the results lie.
 */
export function* sliceSearch(
  { total, window, axis, query, times }: LargeSearch,
  count: (bounds: Bounds) => Flow<number>,
  batch: Batch,
): Flow<Slice[] | undefined> {
  const counting: Counting = { count, each: (size, make) => batch.quietly(size, make) };
  const given = new Map(query);
  const [min, max] = [given.get(axis.min), given.get(axis.max)];
  const to = max === undefined ? Math.max(Date.now(), ...times) : parseInstant(max);
  if (to === undefined) return undefined;
  const from =
    min === undefined ? yield* one(batch.quietly(1, () => findStart(total, to, counting))) : parseInstant(min);
  if (from === undefined) return undefined;
  // Told where it begins, the API cannot take a slice that only has an end for one of recent results.
  const whole: Slice = { bounds: min === undefined ? { min: from } : {}, total };
  const slices = yield* divide(whole, { from, to }, window, counting);
  return isNewestFirst(times, slices) ? slices.toReversed() : slices;
}

/** By the first results; where all of them are of one time, by the end of the whole that they come from. */
function isNewestFirst(times: readonly number[], slices: readonly Slice[]): boolean {
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  if (first !== last) return first > last;
  const newest = slices.findLast(({ total }) => total > 0);
  return first >= (newest?.bounds.min ?? first);
}
