/** What tells a row from all others. */
export type RowId = number | string;

/** How the rows are sorted: by rising id, by falling id, or by something else. */
export type IdOrder = 1 | -1 | 0;

/** What is known of the rows that were given already, and where the page lies. */
export interface Given {
  readonly last: RowId | undefined;
  /** Tells ids of the rows that were given of late. */
  readonly recent: { has(id: RowId): boolean };
  readonly offset: number;
}

/** Where a page goes on after the rows that were given. */
export interface Seam {
  /** Index of each row that is new, in order. */
  readonly fresh: readonly number[];
  /** Whether nothing can lie between the rows given and these. */
  readonly joined: boolean;
  /** Whether the ids alone tell what is new, wherever the page lies. */
  readonly ranked: boolean;
}

/** The ids of rows; `undefined` when one has none. */
export function idsOf(rows: readonly unknown[]): readonly RowId[] | undefined {
  const ids: RowId[] = [];
  for (const row of rows) {
    const { id }: { readonly id?: unknown } = Object(row);
    if (typeof id !== "number" && typeof id !== "string") return undefined;
    ids.push(id);
  }
  return ids;
}

/** By which ids the list is sorted, from its `_order`. */
export function idOrder(order: string): IdOrder {
  const [first] = order.split(",");
  return first === "id" ? 1 : first === "-id" ? -1 : 0;
}

/**
 * Finds where a page goes on. Pages are asked for with an overlap: a page begins with rows that were given already,
 * unless rows vanished before it. Sorted by id, the ids alone say which; else its first row must be one of those given
 * of late. Further down such a row shows nothing: it may have moved there, or the order repeats it.
 */
export function findSeam(ids: readonly RowId[], { last, recent, offset }: Given, order: IdOrder): Seam {
  if (typeof last === "number" && order !== 0 && isSorted(ids, order)) {
    const isNew = (id: RowId | undefined): boolean => (Number(id) - last) * order > 0;
    const fresh = [...ids.keys()].filter((index) => isNew(ids[index]));
    return { fresh, joined: ids.length > 0 && !isNew(ids[0]), ranked: true };
  }
  const seam = ids.findIndex((id) => recent.has(id));
  const seen = new Set<RowId>();
  const fresh: number[] = [];
  for (const [index, id] of ids.entries()) {
    if (index > seam && !recent.has(id) && !seen.has(id)) fresh.push(index);
    seen.add(id);
  }
  // Nothing lies before the first page of all.
  return { fresh, joined: seam === 0 || (seam > 0 && offset === 0), ranked: false };
}

function isSorted(ids: readonly RowId[], order: IdOrder): boolean {
  return ids.every((id, index) => {
    const before = ids[index - 1];
    return typeof id === "number" && (before === undefined || (id - Number(before)) * order > 0);
  });
}
