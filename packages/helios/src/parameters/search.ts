import { checkOptions, number, type OptionCheck, UsageError } from "@latchkey/session";
import type { Pairs } from "./pairs.ts";
import { type OneOrMore, refuse, textParam } from "./paramChecks.ts";
import { checkCircle } from "./placeParams.ts";
import { checkSpans } from "./span.ts";

/** How much of what a search finds is wanted. */
export interface PageParams {
  /** Results wanted in all. Default: all there are. 0 asks for `total` and `aggs` only. */
  readonly limit?: number | undefined;
  /** Results left out at the beginning. Default 0; the API allows no more than 4000. */
  readonly skip?: number | undefined;
  /** Parameters that the API knows and these types do not. */
  readonly extra?: Readonly<Record<string, OneOrMore<string | number>>> | undefined;
}

/** A search, checked and written as the API spells it. */
export interface Search {
  readonly query: Pairs;
  /** Infinity: all. */
  readonly limit: number;
  readonly skip: number;
}

/** What a search may be told: a check answers with the text to send, or with pairs, which come first. */
export type SearchShape = Readonly<Record<string, OptionCheck<string | Pairs | undefined>>>;

/** The API's own bound: it refuses to skip more. */
export const MAX_SKIP = 4000;

const pageShape = {
  limit: number({ min: 0, max: Number.MAX_SAFE_INTEGER, integer: true }),
  skip: number({ min: 0, max: MAX_SKIP, integer: true }),
} as const;

/**
 * Reads what a caller searches for: pairs first, then texts in their caller's order.
 *
 * @throws UsageError (`option`) for a name that is not in `shape`, for a value that its check refuses, and for a
 *   span of time that ends before it begins
 */
export function readSearch(params: object | undefined, shape: SearchShape): Search {
  const checked = checkOptions(params, { ...shape, ...pageShape, extra: extraPairs(shape) });
  const { limit = Number.POSITIVE_INFINITY, skip = 0, extra = [] } = checked;
  const found: Readonly<Record<string, unknown>> = checked;
  const values = Object.keys(params ?? {}).map((name) => [name, found[name]] as const);
  const texts = values.flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  const given = Object.fromEntries(texts);
  checkCircle(given);
  checkSpans(given);
  // The only arrays that a check answers with are pairs.
  const pairs: Pairs = values.flatMap(([name, value]) => (name !== "extra" && Array.isArray(value) ? value : []));
  return { query: [...pairs, ...texts, ...extra], limit, skip };
}

function extraPairs(shape: SearchShape): OptionCheck<Pairs | undefined> {
  const own = new Set([...Object.keys(shape), ...Object.keys(pageShape)]);
  const check = textParam();
  return (value, option) => {
    if (value === undefined) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw refuse(option, "an object of names and values", value);
    }
    return Object.entries(value).flatMap(([name, given]) => {
      if (own.has(name)) throw new UsageError("option", `${option}.${name} has an option of its own: ${name}.`);
      const text = check(given, `${option}.${name}`);
      return text === undefined ? [] : [[name, text] as const];
    });
  };
}
