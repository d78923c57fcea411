/** What a list answers: one window of its rows, and how many there are in all. */
export interface Page<T> {
  /** Rows that match, on all pages. */
  readonly count: number;
  /** Address of the next page. Behind a proxy it may lead elsewhere: `paginate` does not use it. */
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly T[];
}

/** How a list is windowed and sorted. */
export interface ListParams {
  /** Rows on a page: 1 to 1000. Default 100. */
  readonly _limit?: number | undefined;
  /** Rows to skip. Default 0. */
  readonly _offset?: number | undefined;
  /** Columns, most important first, `-` for descending: `"team,-amount"`. Names that are none are ignored. */
  readonly _order?: string | readonly string[] | undefined;
}

/** For lists that can be searched. */
export interface Searchable {
  /** Words that must all occur somewhere in the row; quotes keep words together, case does not matter. */
  readonly _search?: string | undefined;
}
