import type { RowId } from "./seam.ts";

interface PageIds {
  readonly ids: readonly RowId[];
  /** Made when first looked at: a list that is sorted by id never needs it. */
  set: ReadonlySet<RowId> | undefined;
}

/** Ids of the rows that were given of late, page by page: at least so many as are asked for. */
export class RecentIds {
  readonly #least: number;
  readonly #pages: PageIds[] = [];
  #count = 0;

  constructor(least: number) {
    this.#least = least;
  }

  add(ids: readonly RowId[]): void {
    this.#pages.push({ ids, set: undefined });
    this.#count += ids.length;
    for (let oldest = this.#pages[0]; oldest !== undefined; oldest = this.#pages[0]) {
      if (this.#count - oldest.ids.length < this.#least) return;
      this.#pages.shift();
      this.#count -= oldest.ids.length;
    }
  }

  has(id: RowId): boolean {
    return this.#pages.some((page) => {
      page.set ??= new Set(page.ids);
      return page.set.has(id);
    });
  }
}
