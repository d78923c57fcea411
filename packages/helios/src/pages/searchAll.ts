import type { Flow, In, Mode } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import { type Batch, one } from "../batches/batch.ts";
import { runBatch } from "../batches/runBatch.ts";
import type { Feature } from "../features/feature.ts";
import { parseInstant } from "../parameters/instant.ts";
import { MAX_SKIP, readSearch, type Search, type SearchShape } from "../parameters/search.ts";
import { planPages } from "./pagePlan.ts";
import { type Fetched, Pager } from "./pager.ts";
import type { Resource } from "./resource.ts";
import { MAX_PAGE, type SearchOptions, searchOptionsShape } from "./searchOptions.ts";
import type { Page } from "./searchPage.ts";
import type { SearchResult } from "./searchResult.ts";
import { sliceSearch } from "./sliceSearch.ts";
import type { Slice } from "./slices.ts";
import { unique } from "./unique.ts";

/** Runs a search to its end: what `index` of each API is. */
export function searchAll<M extends Mode, F extends Feature, C>(
  calls: HeliosCalls<M>,
  resource: Resource<F, C>,
  shape: SearchShape,
  params: object,
  options: SearchOptions,
): In<SearchResult<C>>[M] {
  const work = (batch: Batch): Flow<SearchResult<C>> =>
    searchFlow(calls, resource, readSearch(params, shape), options, batch);
  return runBatch(calls, options, work, searchOptionsShape);
}

/** Its first page alone, then the others at once; beyond the API's window, slice by slice. */
function* searchFlow<M extends Mode, F extends Feature, C>(
  calls: HeliosCalls<M>,
  resource: Resource<F, C>,
  search: Search,
  options: SearchOptions,
  batch: Batch,
): Flow<SearchResult<C>> {
  const { skip, limit, query } = search;
  const axis = resource.axis?.(query);
  const pager = new Pager({ calls, path: resource.path, search, axis, batch, options });
  const size = Math.min(options.pageSize ?? MAX_PAGE, limit);
  batch.expect(1);
  // Nothing can be told without the first page: its failure is the search's.
  const first = yield* one(batch.each(1, () => pager.page({ bounds: {}, skip, limit: size })));
  // A server may give smaller pages than it was asked for: its own size is the stride.
  const stride = Math.max(1, Math.min(size, first.items.length));
  const window = MAX_SKIP + stride;
  const reaches = skip + Math.min(limit, first.total - skip) <= window;
  if (axis !== undefined && !reaches && first.items.length > 0) {
    const seen = first.items.map((item) => parseInstant(axis.timeOf(resource.feature(item)) ?? ""));
    const times = seen.flatMap((time) => time ?? []);
    const large = { total: first.total, window, axis, query, times };
    const slices = yield* slicesUnlessStopped(
      sliceSearch(large, (bounds) => pager.count(bounds), batch),
      batch,
    );
    if (slices !== undefined) return yield* sliced(pager, resource, search, first, slices, stride);
  }
  return yield* straight(pager, resource, search, first, stride);
}

/** A search that was stopped while it was divided has its first page, as any other that was stopped. */
function* slicesUnlessStopped(division: Flow<Slice[] | undefined>, batch: Batch): Flow<Slice[] | undefined> {
  try {
    return yield* division;
  } catch (error) {
    if (batch.stopped) return undefined;
    throw error;
  }
}

/** The pages after the first. What came in meanwhile has moved the last results to pages that nobody had planned. */
function* straight<M extends Mode, F extends Feature, C>(
  pager: Pager<M>,
  resource: Resource<F, C>,
  { skip, limit }: Search,
  first: Page,
  stride: number,
): Flow<SearchResult<C>> {
  let { total } = first;
  const rounds: Pick<Fetched, "items" | "failed">[] = [{ items: first.items, failed: [] }];
  for (let from = skip + first.items.length; first.items.length > 0; ) {
    const pages = planPages([{ bounds: {}, total }], from, skip + limit, stride);
    const last = pages.at(-1);
    if (last === undefined) break;
    const fetched = yield* pager.fetch(pages);
    rounds.push(fetched);
    from = last.skip + last.limit;
    total = fetched.total ?? total;
  }
  const items = rounds.flatMap((round) => round.items);
  const failed = rounds.flatMap((round) => round.failed);
  const wanted = Math.min(limit, Math.max(0, total - skip));
  const features = unique(items.map(resource.feature)).slice(0, wanted);
  const truncated = features.length < wanted;
  return { results: resource.collect(features), failed, total, truncated, aggs: first.aggs };
}

/** The pages of every slice. */
function* sliced<M extends Mode, F extends Feature, C>(
  pager: Pager<M>,
  resource: Resource<F, C>,
  { skip, limit, query }: Search,
  { items: first, total, aggs }: Page,
  slices: readonly Slice[],
  stride: number,
): Flow<SearchResult<C>> {
  const order = resource.order?.(query);
  const wanted = Math.min(limit, total - skip);
  // In an order that is not that of time, no result's place is known before all are there.
  const [from, to] = order === undefined ? [skip, skip + wanted] : [0, Number.POSITIVE_INFINITY];
  const { items, failed } = yield* pager.fetch(planPages(slices, from, to, stride));
  // The slices bring the first page again: where they do not, it is there all the same.
  const found = unique((failed.length === 0 ? items : [...first, ...items]).map(resource.feature));
  const features = order === undefined ? found.slice(0, wanted) : found.toSorted(order).slice(skip, skip + wanted);
  const truncated = features.length < wanted;
  return { results: resource.collect(features), failed, total, truncated, aggs };
}
