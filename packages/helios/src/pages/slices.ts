import type { Flow, Outcome } from "@latchkey/session";

/** A stretch of time, in ms since 1970; an end that is not there is the caller's own, or open. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** A part of a search, small enough or not to be divided, and how many results it has. */
export interface Slice {
  readonly bounds: Bounds;
  readonly total: number;
}

/** How the division of a search asks its questions. */
export interface Counting {
  /** How many results there are within bounds. */
  readonly count: (bounds: Bounds) => Flow<number>;
  /** Runs several flows at once. */
  readonly each: <T>(count: number, make: (index: number) => Flow<T>) => Flow<Outcome<T>[]>;
}

/** Where the results of a search can lie, in ms since 1970. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600_000;
const LONGEST = 60 * 366 * 24 * HOUR;
const SECOND = 1000;
/** Slices at once: one that turns out too large is divided again. */
const MOST_SLICES = 16;

/** A stretch of a search on its way to being a slice; how many results it has is asked next where it is not known. */
interface Piece {
  readonly bounds: Bounds;
  readonly extent: Extent;
  readonly total?: number;
}

/**
 * Divides a search by time until each slice has at most `window` results, or cannot be divided any more. Slices come in
 * order of time, and neighbours share their border: whether an API counts a bound in or out, nothing falls between them.
 * Goes in rounds, so that no more is asked at once than {@link Counting.each} allows.
 */
export function* divide(whole: Slice, extent: Extent, window: number, { count, each }: Counting): Flow<Slice[]> {
  let slices: (Slice & Piece)[] = [{ ...whole, extent }];
  for (;;) {
    const pieces = slices.flatMap((slice) => split(slice, window));
    const unknown = pieces.filter(({ total }) => total === undefined);
    if (unknown.length === 0) return slices;
    const counted = yield* each(unknown.length, (index) => count(unknown[index]?.bounds ?? {}));
    const totals = counted.values();
    slices = pieces.map((piece) => ({ ...piece, total: piece.total ?? countOf(totals.next().value) }));
  }
}

/** A slice that is small enough, or as short as can be, is its only piece. */
function split(slice: Slice & Piece, window: number): Piece[] {
  const { bounds, total, extent } = slice;
  const { from, to } = extent;
  const wanted = Math.min(MOST_SLICES, Math.max(2, Math.ceil((total / window) * 1.25)));
  const parts = Math.min(wanted, Math.floor((to - from) / (2 * SECOND)));
  if (total <= window || parts < 2) return [slice];
  const borders = Array.from({ length: parts - 1 }, (_, index) => border(from, to, (index + 1) / parts));
  return Array.from({ length: parts }, (_, index) => {
    const [min, max] = [borders[index - 1], borders[index]];
    return { bounds: boundsBetween(bounds, min, max), extent: { from: min ?? from, to: max ?? to } };
  });
}

function countOf(outcome: Outcome<number> | undefined): number {
  if (outcome === undefined || "error" in outcome) throw outcome?.error;
  return outcome.value;
}

function boundsBetween(outer: Bounds, min: number | undefined, max: number | undefined): Bounds {
  const low = min ?? outer.min;
  const high = max ?? outer.max;
  return { ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }) };
}

/** Off the whole second: what shares its time with a border would be counted and fetched twice. */
function border(from: number, to: number, share: number): number {
  return Math.floor((from + (to - from) * share) / SECOND) * SECOND + 501;
}

/**
 * From when on a search must look to find what it finds when it is not told: going back from `to` in steps that double,
 * then halving, until there are exactly `total` results. `undefined` where no time makes it so.
 */
export function* findStart(total: number, to: number, counting: Counting): Flow<number | undefined> {
  let late = to;
  let early = to - HOUR;
  for (let back = HOUR; back < LONGEST; back *= 2) {
    early = to - back;
    const found = yield* counting.count({ min: early });
    if (found === total) return early;
    if (found > total) break;
    late = early;
  }
  while (late - early > SECOND) {
    const middle = Math.floor((early + late) / 2);
    const found = yield* counting.count({ min: middle });
    if (found === total) return middle;
    if (found > total) early = middle;
    else late = middle;
  }
  return undefined;
}
