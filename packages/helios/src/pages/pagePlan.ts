import { MAX_SKIP } from "../parameters/search.ts";
import type { Bounds, Slice } from "./slices.ts";

/** One page to fetch. */
export interface PlannedPage {
  readonly bounds: Bounds;
  readonly skip: number;
  readonly limit: number;
}

/** The pages that hold the results from `from` to before `to` of the slices, taken as one list. */
export function planPages(slices: readonly Slice[], from: number, to: number, size: number): PlannedPage[] {
  const pages: PlannedPage[] = [];
  let before = 0;
  for (const { bounds, total } of slices) {
    const end = Math.min(total, to - before);
    for (let skip = Math.max(0, from - before); skip < end && skip <= MAX_SKIP; skip += size) {
      pages.push({ bounds, skip, limit: Math.min(size, end - skip) });
    }
    before += total;
  }
  return pages;
}
