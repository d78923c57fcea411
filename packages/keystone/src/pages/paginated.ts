import type { Each, Mode } from "@latchkey/session";

/** One page of an iteration: what is new on it. */
export interface PageSlice<T> {
  /** Rows that no page before had, in order. */
  readonly results: readonly T[];
  /** Rows that match, as the server counted when it answered this page. */
  readonly count: number;
}

/** The rows of a list one by one, or page by page. Nothing is sent before it is iterated; each time it begins anew. */
export type Paginated<T, M extends Mode> = Each<T>[M] & {
  /** The same rows, page by page. A list without rows has one page, without rows. */
  pages(): Each<PageSlice<T>>[M];
};
