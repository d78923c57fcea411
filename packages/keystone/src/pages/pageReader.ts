import type { Flow, Source } from "@latchkey/session";
import { PageCursor } from "./pageCursor.ts";
import { PageQueue } from "./pageQueue.ts";
import type { PageSlice } from "./paginated.ts";
import type { CheckedPaginateOptions } from "./paginateOptions.ts";
import type { RawPage } from "./readPage.ts";

/** How to go through a list. */
export type Windowing = Pick<CheckedPaginateOptions, "order" | "offset" | "pageSize" | "maxItems" | "prefetch">;

/** The server sends no more rows at once. */
const LONGEST_PAGE = 1000;

/**
 * Reads a list by offset, some pages ahead. Each page is asked for with the last row of the one before, which shows
 * whether rows appeared or vanished meanwhile; for those that moved ahead of it the reader goes back.
 */
export class PageReader implements Source<PageSlice<unknown>> {
  readonly #prefetch: number;
  readonly #cursor: PageCursor;
  readonly #queue: PageQueue<RawPage>;
  /** Offset of the first row that nobody asked for. */
  #ahead: number;
  #longest = LONGEST_PAGE;
  #first = true;
  #done: boolean;

  constructor(options: Windowing, ask: (offset: number, limit: number) => Flow<RawPage>) {
    this.#prefetch = options.prefetch;
    this.#cursor = new PageCursor(options.order, options.pageSize, options.maxItems);
    this.#queue = new PageQueue(ask);
    this.#ahead = options.offset;
    this.#done = options.maxItems === 0;
  }

  /** The next page that has anything new; the first one in any case. */
  *next(): Flow<readonly PageSlice<unknown>[] | undefined> {
    while (!this.#done) {
      if (this.#queue.length === 0) yield* this.#ask();
      const { window, page } = yield* this.#queue.take();
      const { rows = [], next } = this.#cursor.read(window, page);
      const first = this.#first;
      this.#first = false;
      if (first && page.results.length > 0 && typeof next === "number") this.#longest = page.results.length;
      if (next !== "ahead") this.#queue.clear();
      if (typeof next === "number") this.#ahead = next;
      this.#done = next === "end";
      yield* this.#askAhead(page.count, window.offset + page.results.length);
      if (rows.length > 0 || first) return [{ results: rows, count: page.count }];
    }
    return undefined;
  }

  *stop(): Flow<void> {
    this.#done = true;
    yield* this.#queue.close();
  }

  /** Asks for pages that will be needed, as long as rows are known to be there. */
  *#askAhead(count: number, read: number): Flow<void> {
    const needed = Math.min(count, read + this.#cursor.left);
    while (!this.#done && this.#queue.length < this.#prefetch && this.#ahead < needed) yield* this.#ask();
    yield* this.#queue.send();
  }

  *#ask(): Flow<void> {
    const { overlap, wanted } = this.#cursor;
    const limit = Math.min(wanted + overlap, Math.max(this.#longest, overlap + 1));
    const offset = Math.max(0, this.#ahead - overlap);
    this.#ahead = offset + limit;
    yield* this.#queue.add({ offset, limit });
  }
}
