import type { Flow, Mode } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { Batch } from "../batches/batch.ts";
import type { Failure } from "../batches/failure.ts";
import { placed, placeOf } from "../batches/placed.ts";
import type { FeatureJson } from "../features/feature.ts";
import type { Search } from "../parameters/search.ts";
import type { PlannedPage } from "./pagePlan.ts";
import type { SearchOptions } from "./searchOptions.ts";
import { type Page, searchPage } from "./searchPage.ts";
import type { PageInput } from "./searchResult.ts";
import type { Bounds } from "./slices.ts";

export interface PagerSettings<M extends Mode> {
  readonly calls: HeliosCalls<M>;
  readonly path: string;
  readonly search: Search;
  /** Names of the parameters that bound a slice. */
  readonly axis: { readonly min: string; readonly max: string } | undefined;
  readonly batch: Batch;
  readonly options: SearchOptions;
}

/** What a number of pages brought, in their order. */
export interface Fetched {
  readonly items: readonly FeatureJson[];
  readonly failed: readonly Failure<PageInput>[];
  /** What the last page said that there are in all. */
  readonly total: number | undefined;
}

/** Fetches pages of one search. */
export class Pager<M extends Mode> {
  readonly #settings: PagerSettings<M>;

  constructor(settings: PagerSettings<M>) {
    this.#settings = settings;
  }

  page({ bounds, skip, limit }: PlannedPage): Flow<Page> {
    const { calls, path, search, axis, options } = this.#settings;
    const ends = axis === undefined ? [] : [[axis.min, bounds.min] as const, [axis.max, bounds.max] as const];
    const set = ends.flatMap(([name, time]) => (time === undefined ? [] : [[name, iso(time)] as const]));
    const kept = search.query.filter(([name]) => set.every(([bound]) => bound !== name));
    return searchPage(calls, { path, query: [...kept, ...set], limit, skip }, options);
  }

  /** How many results there are within bounds. One result is the smallest page that every server has. */
  *count(bounds: Bounds): Flow<number> {
    return (yield* this.page({ bounds, skip: 0, limit: 1 })).total;
  }

  /** Fetches pages at once. A page that cannot be had is a failure, and the others are there. */
  *fetch(pages: readonly PlannedPage[]): Flow<Fetched> {
    const { batch, calls, path } = this.#settings;
    const at = (index: number): PlannedPage => pages[index] ?? { bounds: {}, skip: 0, limit: 1 };
    batch.expect(pages.length);
    const outcomes = yield* batch.each(pages.length, (index) => this.page(at(index)));
    const place = placeOf(calls, "GET", path);
    return {
      items: outcomes.flatMap((outcome) => ("error" in outcome ? [] : outcome.value.items)),
      failed: outcomes.flatMap((outcome, index) =>
        "error" in outcome ? [{ input: inputOf(at(index)), url: place.url, error: placed(outcome.error, place) }] : [],
      ),
      total: outcomes.reduce<number | undefined>(
        (last, outcome) => ("error" in outcome ? last : outcome.value.total),
        undefined,
      ),
    };
  }
}

function inputOf({ bounds: { min, max }, skip, limit }: PlannedPage): PageInput {
  return { skip, limit, ...(min !== undefined && { from: iso(min) }), ...(max !== undefined && { to: iso(max) }) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
