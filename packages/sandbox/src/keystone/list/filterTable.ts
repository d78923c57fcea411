import type { Field, FieldKind } from "../model/field.ts";
import type { Model } from "../model/model.ts";

/** How a filter compares. The names are the suffixes of its parameter; `exact` has none. */
export type Lookup =
  | "exact"
  | "not_eq"
  | "in"
  | "not_in"
  | "isnull"
  | "lt"
  | "lte"
  | "gt"
  | "gte"
  | "contains"
  | "not_contains"
  | "startswith"
  | "not_startswith"
  | "endswith"
  | "not_endswith"
  | "year"
  | "month"
  | "day"
  | "week"
  | "week_day"
  | "hour"
  | "minute"
  | "second";

/** One query parameter that filters a list. */
export interface Filter {
  parameter: string;
  column: string;
  lookup: Lookup;
  field: Field;
}

const base: Lookup[] = ["exact", "not_eq", "in", "not_in", "isnull"];
const numeric: Lookup[] = [...base, "lt", "lte", "gt", "gte"];
const textual: Lookup[] = [
  ...base,
  "contains",
  "not_contains",
  "startswith",
  "not_startswith",
  "endswith",
  "not_endswith",
];
const daily: Lookup[] = [...numeric, "year", "month", "week", "day", "week_day"];
const timely: Lookup[] = [...daily, "hour", "minute", "second"];

const lookups: Partial<Record<FieldKind, Lookup[]>> = {
  integer: numeric,
  decimal: numeric,
  text: textual,
  email: textual,
  choice: textual,
  date: daily,
  datetime: timely,
  boolean: base,
  reference: base,
  address: base,
};

const known = new WeakMap<Model, Map<string, Filter>>();

/** Every filter of a model by its parameter, generated from its columns. */
export function filtersOf(model: Model): Map<string, Filter> {
  let table = known.get(model);
  if (table === undefined) {
    table = new Map();
    const columns: [string, Field][] = Object.entries({ id: { kind: "integer" }, ...model.fields });
    for (const [column, field] of columns) {
      for (const lookup of field.unfiltered ? [] : (lookups[field.kind] ?? [])) {
        const parameter = lookup === "exact" ? column : `${column}__${lookup}`;
        table.set(parameter, { parameter, column, lookup, field });
      }
    }
    known.set(model, table);
  }
  return table;
}
