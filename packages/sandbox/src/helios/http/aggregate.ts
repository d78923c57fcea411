import type { Parameters } from "./parameters.ts";

/** One value and how often it occurs. */
export interface Bucket {
  key: string;
  count: number;
}

/** The ten most frequent values, the most frequent first. */
export function topTen(counts: ReadonlyMap<string, number>): Bucket[] {
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, 10);
}

/** Counts values. */
export function tally(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Fills `aggs` of a reply: what was asked for (`aggs=city`, `aggs[]=city`) and is known here. */
export function aggregates(
  parameters: Parameters,
  known: Readonly<Record<string, () => Bucket[]>>,
): Record<string, Bucket[]> {
  const asked = parameters.list("aggs").filter((name) => Object.hasOwn(known, name));
  return Object.fromEntries(asked.map((name) => [name, known[name]?.() ?? []]));
}
