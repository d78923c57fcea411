import { type RawBuilder, sql } from "kysely";
import type { SqlValue } from "../../box/sqliteDriver.ts";
import type { Call } from "../call.ts";
import type { Json } from "../http/json.ts";
import { problems } from "../http/problem.ts";
import type { Model } from "../model/model.ts";
import { type Filter, filtersOf, type Lookup } from "./filterTable.ts";
import { BadFilterValue, filterValue, noSuchRecord } from "./filterValue.ts";

/**
 * The conditions that a query string asks for. Unknown parameters and empty values ask for nothing; a repeated one counts once, the last.
 *
 * @throws Problem 400 with every parameter that could not be read
 */
export async function filterConditions(call: Call, model: Model): Promise<RawBuilder<unknown>[]> {
  const table = filtersOf(model);
  const conditions: RawBuilder<unknown>[] = [];
  const errors: Record<string, Json> = {};
  for (const [name, text] of new Map(call.url.searchParams)) {
    const filter = table.get(name);
    if (filter === undefined || text === "") continue;
    try {
      const condition = await read(call, filter, text);
      if (condition !== undefined) conditions.push(condition);
    } catch (error) {
      if (!(error instanceof BadFilterValue)) throw error;
      errors[name] = [error.message];
    }
  }
  if (Object.keys(errors).length > 0) throw problems.invalid(errors);
  return conditions;
}

async function read(call: Call, filter: Filter, text: string): Promise<RawBuilder<unknown> | undefined> {
  const column = sql.ref(filter.column);
  if (filter.lookup === "in" || filter.lookup === "not_in") {
    // The real server crashes on lists of booleans.
    if (filter.field.kind === "boolean") throw new BadFilterValue("Lists of booleans are not supported.");
    const values = text.split(",").map((item) => filterValue(filter, item.trim()) ?? null);
    await mustExist(call, filter, values);
    const list = sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
    return filter.lookup === "in" ? sql`${column} IN ${list}` : sql`(${column} IS NULL OR ${column} NOT IN ${list})`;
  }
  const value = filterValue(filter, text);
  if (value === undefined) return undefined;
  if (filter.lookup === "exact" || filter.lookup === "not_eq") await mustExist(call, filter, [value]);
  return compare[filter.lookup](column, value);
}

async function mustExist(call: Call, { field }: Filter, values: readonly SqlValue[]): Promise<void> {
  if (field.kind !== "reference") return;
  for (const id of values) {
    const { rows } = await sql`SELECT 1 FROM ${sql.table(field.to ?? "")} WHERE id = ${id}`.execute(call.db);
    if (rows.length === 0) throw new BadFilterValue(noSuchRecord);
  }
}

type Comparison = (column: RawBuilder<unknown>, value: SqlValue) => RawBuilder<unknown>;

const like =
  (before: string, after: string, negated = false): Comparison =>
  (column, value) => {
    const matches = sql`${column} LIKE ${before + escapeLike(String(value)) + after} ESCAPE '\\'`;
    return negated ? sql`(${column} IS NULL OR NOT ${matches})` : matches;
  };

const part =
  (format: string): Comparison =>
  (column, value) =>
    sql`CAST(strftime(${format}, ${column}) AS INTEGER) = ${value}`;

/** Text for a LIKE pattern that means itself. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

const compare: Record<Exclude<Lookup, "in" | "not_in">, Comparison> = {
  exact: (column, value) => sql`${column} = ${value}`,
  not_eq: (column, value) => sql`(${column} IS NULL OR ${column} <> ${value})`,
  isnull: (column, value) => (value === 1 ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`),
  lt: (column, value) => sql`${column} < ${value}`,
  lte: (column, value) => sql`${column} <= ${value}`,
  gt: (column, value) => sql`${column} > ${value}`,
  gte: (column, value) => sql`${column} >= ${value}`,
  contains: like("%", "%"),
  not_contains: like("%", "%", true),
  startswith: like("", "%"),
  not_startswith: like("", "%", true),
  endswith: like("%", ""),
  not_endswith: like("%", "", true),
  year: part("%Y"),
  month: part("%m"),
  day: part("%d"),
  hour: part("%H"),
  minute: part("%M"),
  second: part("%S"),
  // ISO 8601 weeks belong to the year of their Thursday; SQLite learnt %V only in 3.46.
  week: (column, value) => sql`(strftime('%j', date(${column}, '-3 days', 'weekday 4')) - 1) / 7 + 1 = ${value}`,
  week_day: (column, value) => sql`CAST(strftime('%w', ${column}) AS INTEGER) + 1 = ${value}`,
};
