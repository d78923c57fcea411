import { TransportError } from "@latchkey/session";
import type { RawPage } from "./readPage.ts";
import { RecentIds } from "./recentIds.ts";
import { findSeam, idOrder, idsOf, type RowId } from "./seam.ts";

/** A page as it was asked for. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** What a page brings, and where to go on. */
export interface Reading {
  /** `undefined`: nothing to show, for the page did not follow the one before. */
  readonly rows: readonly unknown[] | undefined;
  /** `ahead`: with what comes next; an offset: from there, whatever else was asked for; `end`: there is no more. */
  readonly next: "ahead" | "end" | number;
}

/** Pages in a row that may bring nothing new before the list counts as endless. */
const MOST_IDLE = 8;

/** Times in a row that the reader may go back without finding a new row. */
const MOST_GAPS = 16;

/** Going back four times, twice as far each time, leads no further back than that. */
const PAGES_REMEMBERED = 16;

/** Decides what is new on each page. It sends nothing. */
export class PageCursor {
  readonly #order: ReturnType<typeof idOrder>;
  readonly #pageSize: number;
  #left: number;
  #last: RowId | undefined;
  /** Enough to find the way back when rows moved. */
  readonly #recent: RecentIds;
  #previous: { readonly offset: number; readonly count: number; readonly first: RowId } | undefined;
  #repeated = 0;
  #idle = 0;
  #gaps = 0;
  #wentBack = 0;

  constructor(order: string, pageSize: number, maxItems: number) {
    this.#order = idOrder(order);
    this.#pageSize = pageSize;
    this.#left = maxItems;
    this.#recent = new RecentIds(PAGES_REMEMBERED * pageSize);
  }

  /** Rows that may still be given. */
  get left(): number {
    return this.#left;
  }

  /** How many rows to ask for: all of a page while the way back is sought. */
  get wanted(): number {
    return this.#gaps > 0 ? this.#pageSize : Math.min(this.#pageSize, this.#left);
  }

  /** Rows that a page should share with the one before. */
  get overlap(): 0 | 1 {
    return this.#last === undefined ? 0 : 1;
  }

  /**
   * Takes the next page.
   *
   * @throws TransportError (`protocol`) when pages repeat, when they bring nothing new for too long, and when rows moved
   * so much between two pages that there is no telling which were given
   */
  read(window: Window, page: RawPage): Reading {
    const { count, results } = page;
    const ids = idsOf(results);
    const given = { last: this.#last, recent: this.#recent, offset: window.offset };
    const seam = ids === undefined ? undefined : findSeam(ids, given, this.#order);
    const torn = this.#last !== undefined && seam?.joined === false;
    if (torn && window.offset > 0) {
      if (this.#gaps > MOST_GAPS) throw moved();
      return { rows: undefined, next: this.#goBack(Math.min(window.offset, count)) };
    }
    if (torn && !seam.ranked && results.length > 0) throw moved();
    const fresh = seam?.fresh ?? [...results.keys()];
    this.#refuseRepeats(window, page, ids?.[0], fresh.length);
    if (ids !== undefined) this.#remember(fresh.flatMap((index) => ids[index] ?? []));
    const rows = fresh.slice(0, this.#left).map((index) => results[index]);
    this.#left -= rows.length;
    return { rows, next: this.#next(window, count, results.length) };
  }

  #remember(ids: readonly RowId[]): void {
    this.#last = ids.at(-1) ?? this.#last;
    this.#recent.add(ids);
  }

  #next({ offset, limit }: Window, count: number, length: number): Reading["next"] {
    const end = offset + length;
    if (this.#left === 0 || end >= count || (length === 0 && this.#last === undefined)) return "end";
    // A page shorter than it was asked for would leave a hole before the next one.
    return length < limit ? end : "ahead";
  }

  /** Where to look for the rows that moved ahead of a page: twice as far each time. */
  #goBack(from: number): number {
    const distance = this.#pageSize * 2 ** this.#gaps;
    this.#gaps += 1;
    this.#wentBack += distance;
    return Math.max(0, from - distance);
  }

  #refuseRepeats(window: Window, { count, results }: RawPage, id: RowId | undefined, fresh: number): void {
    const { offset } = window;
    // Rows without ids are told by all that they hold.
    const first = id ?? JSON.stringify(results);
    const before = this.#previous;
    this.#previous = { offset, count, first };
    const repeated =
      before !== undefined &&
      this.#gaps === 0 &&
      offset > before.offset &&
      offset + results.length < count &&
      first === before.first &&
      (fresh === 0 || id === undefined);
    this.#repeated = repeated ? this.#repeated + 1 : 0;
    // New rows before it may have pushed the same rows onto this page, by chance: unless the list rises by id.
    const chance =
      repeated && id !== undefined && (this.#order !== 1 || count - before.count >= offset - before.offset);
    if (this.#repeated > (chance ? 1 : 0)) throw repeats();
    this.#idle = fresh === 0 ? this.#idle + 1 : 0;
    if (this.#idle > MOST_IDLE + this.#wentBack / this.#pageSize) throw repeats();
    if (fresh === 0) return;
    this.#gaps = 0;
    this.#wentBack = 0;
  }
}

function repeats(): TransportError {
  return new TransportError("protocol", "The list does not go on: its pages bring the same rows again and again.", {
    sent: true,
    hint: "Does the endpoint read _offset? httpGet reads its first page; maxItems ends an iteration early.",
  });
}

function moved(): TransportError {
  return new TransportError(
    "protocol",
    "The list changed so much between two pages that rows would be lost or doubled.",
    {
      sent: true,
      hint: "Leave out _order, or order by id: then rows can be told apart however they move.",
    },
  );
}
