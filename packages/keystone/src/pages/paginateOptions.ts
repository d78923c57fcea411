import { assertParams, checkOptions, defaulting, number, type RequestOptions, UsageError } from "@latchkey/session";
import { checkedLater, signInShape } from "../callShape.ts";

type Filters = Exclude<NonNullable<RequestOptions["params"]>, URLSearchParams>;

/**
 * How to go through a list. `P` are the list's own query parameters. `timeout` and `deadline` are for each request; a
 * `deadline` covers what the server asks to wait as well.
 */
export interface PaginateOptions<P = Filters>
  extends Pick<RequestOptions, "headers" | "timeout" | "deadline" | "signal"> {
  /** Filters, `_search`, `_order`, and an `_offset` to begin at. */
  readonly params?: Omit<P, "_limit"> | undefined;
  /** Rows to ask for at once, 1 to 1000. Default 100. */
  readonly pageSize?: number | undefined;
  /** Stop after so many rows. Default: all. */
  readonly maxItems?: number | undefined;
  /** Pages to ask for before they are needed, 0 to 100: as many are in memory at most, and the one being read. Default 4. */
  readonly prefetch?: number | undefined;
}

/** The same, checked. */
export interface CheckedPaginateOptions {
  /** Filters and the like, without what the pages say. */
  readonly filters: Filters;
  readonly order: string;
  readonly offset: number;
  readonly pageSize: number;
  readonly maxItems: number;
  readonly prefetch: number;
  readonly request: Pick<RequestOptions, "headers" | "timeout" | "deadline">;
  readonly signal: AbortSignal | undefined;
}

const shape = {
  ...signInShape,
  params: checkedLater("params"),
  headers: checkedLater("headers"),
  pageSize: defaulting(number({ min: 1, max: 1000, integer: true }), 100),
  maxItems: defaulting(number({ min: 0, max: Number.MAX_SAFE_INTEGER, integer: true }), Infinity),
  prefetch: defaulting(number({ min: 0, max: 100, integer: true }), 4),
};

const offsetCheck = defaulting(number({ min: 0, max: Number.MAX_SAFE_INTEGER, integer: true }), 0);

/**
 * Checks the options, and takes the query out of the endpoint.
 *
 * @throws UsageError (`option`) for an unknown name, a value out of range, and `_limit` among the params
 */
export function checkPaginateOptions(query: string, options: unknown): CheckedPaginateOptions {
  const { params = {}, headers, timeout, deadline, signal, ...checked } = checkOptions(options, shape);
  assertParams(params, "params");
  const asked: Filters = {
    ...Object.fromEntries(new URLSearchParams(query)),
    ...(params instanceof URLSearchParams ? Object.fromEntries(params) : params),
  };
  const { _offset, _limit, _order, ...filters } = asked;
  if (_limit !== undefined) {
    throw new UsageError("option", "params._limit cannot be set here: pages are as long as pageSize says.", {
      hint: "Use pageSize for the rows of one page, maxItems for the rows of all.",
    });
  }
  const request = { headers, timeout, deadline };
  return { ...checked, filters, order: steadyOrder(_order), offset: offsetOf(_offset), request, signal };
}

function offsetOf(given: unknown): number {
  if (typeof given !== "string") return offsetCheck(given, "params._offset");
  const offset = Number(given);
  if (!Number.isNaN(offset)) return offsetCheck(offset, "params._offset");
  // It may have come with the endpoint, and no error shows what a query holds.
  throw new UsageError("option", "params._offset must be a whole number, not text that is none.");
}

/** An order in which no two rows are alike, so that a page begins where the one before ended. */
function steadyOrder(order: unknown): string {
  if (order !== undefined && typeof order !== "string" && !Array.isArray(order)) {
    throw new UsageError("option", "params._order must be a column, or a list of columns.");
  }
  const columns = (order ?? "").toString().split(",");
  const named = columns.map((column) => column.trim()).filter((column) => column !== "");
  return named.some((column) => column === "id" || column === "-id") ? named.join(",") : [...named, "id"].join(",");
}
