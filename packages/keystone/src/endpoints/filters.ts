/**
 * Query parameters that a list filters its rows by: a column, with a suffix that says how. Lists of values are sent
 * as one parameter, joined with commas; several filters must all hold. A server ignores those that it does not know:
 * `not_in` and `not_contains` are there since Keystone 0.9.3, the other `not_` ones since 0.10.6.
 */

/** Any column: equal, not equal, empty or not. */
type Compared<C extends string, V> = {
  readonly [P in C | `${C}__not_eq`]?: V | undefined;
} & {
  readonly [P in `${C}__isnull`]?: boolean | undefined;
};

/** One of several values. */
type Listed<C extends string, V> = { readonly [P in `${C}__in` | `${C}__not_in`]?: readonly V[] | undefined };

type Ranked<C extends string, V> = {
  readonly [P in `${C}__lt` | `${C}__lte` | `${C}__gt` | `${C}__gte`]?: V | undefined;
};

type TextPart = "contains" | "not_contains" | "startswith" | "not_startswith" | "endswith" | "not_endswith";
type DatePart = "year" | "month" | "day" | "week" | "week_day";

/** Columns that refer to another record, by id; or hold one of a few values. No order among them. */
export type ValueFilters<C extends string, V = number> = Compared<C, V> & Listed<C, V>;

/** True or false. The server fails on lists of them. */
export type FlagFilters<C extends string> = Compared<C, boolean>;

/** Numbers, ids among them. */
export type NumberFilters<C extends string, V = number> = Compared<C, V> & Listed<C, V> & Ranked<C, V>;

/** Text. Whether case matters is up to the server's database. */
export type TextFilters<C extends string, V extends string = string> = Compared<C, V> &
  Listed<C, V> & { readonly [P in `${C}__${TextPart}`]?: string | undefined };

/** Days, `YYYY-MM-DD`. A `week_day` of 1 is a Sunday. */
export type DateFilters<C extends string> = NumberFilters<C, string> & {
  readonly [P in `${C}__${DatePart}`]?: number | undefined;
};

/** Moments: ISO 8601, or a `Date`. A `week_day` of 1 is a Sunday. */
export type TimeFilters<C extends string> = NumberFilters<C, string | Date> & {
  readonly [P in `${C}__${DatePart | "hour" | "minute" | "second"}`]?: number | undefined;
};
