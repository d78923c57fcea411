import type { Failure } from "../batches/failure.ts";
import type { Aggregations } from "./searchPage.ts";

/** A page of a search that could not be had. */
export interface PageInput {
  readonly skip: number;
  readonly limit: number;
  /** The stretch of time that it was about, where the search had to be divided: ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

/** What a search found. */
export interface SearchResult<C> {
  /** In the API's order, without duplicates. */
  readonly results: C;
  /** Pages that could not be had; the results of the others are there. */
  readonly failed: readonly Failure<PageInput>[];
  /** How many results the API says there are. */
  readonly total: number;
  /**
   * Fewer results than were wanted although the API has them: they lie beyond what it lets a search reach (`skip` of
   * 4000) and could not be divided by time, changed while they were read, or were on pages that failed.
   */
  readonly truncated: boolean;
  /** Counts, where `aggs` asked for them. */
  readonly aggs: Aggregations;
}
