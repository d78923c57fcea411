import { MAX_SKIP } from "../parameters/search.ts";
import { MAX_PAGE } from "./searchOptions.ts";
import type { Bounds, Slice } from "./slices.ts";

/** One page to fetch. */
export interface PlannedPage {
  readonly bounds: Bounds;
  readonly skip: number;
  readonly limit: number;
}

/** What one search reaches: the last page begins at `MAX_SKIP`, and is as long as the API allows, whatever the others are. */
const WINDOW = MAX_SKIP + MAX_PAGE;

/**
 * The pages that hold the results from `from` to before `to` of the slices, taken as one list. The last page of a search may
 * hold some of the page before it, too.
 */
export function planPages(slices: readonly Slice[], from: number, to: number, size: number): PlannedPage[] {
  const pages: PlannedPage[] = [];
  let before = 0;
  for (const { bounds, total } of slices) {
    const end = Math.min(total, to - before, WINDOW);
    for (let next = Math.max(0, from - before); next < end; ) {
      const page = pageAt(next, end, size);
      pages.push({ bounds, ...page });
      next = page.skip + page.limit;
    }
    before += total;
  }
  return pages;
}

function pageAt(next: number, end: number, size: number): Pick<PlannedPage, "skip" | "limit"> {
  const skip = Math.min(next, MAX_SKIP);
  if (skip === MAX_SKIP || end - skip <= size) return { skip, limit: end - skip };
  return { skip, limit: Math.min(size, MAX_SKIP - skip) };
}
