import { type RawBuilder, sql } from "kysely";
import type { Call } from "../call.ts";
import { isColumn } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import { filtersOf } from "./filterTable.ts";

/** The `ORDER BY` of a list: the columns of `_order` that can be ordered by, else the model's own order, and the id last. */
export function orderOf(call: Call, model: Model): RawBuilder<unknown> {
  const wanted = (call.url.searchParams.getAll("_order").at(-1) ?? "").split(",").map((name) => name.trim());
  const terms = wanted
    .filter((name) => orderable(model, name.replace(/^-/, "")))
    .map((name) => (name.startsWith("-") ? sql`${sql.ref(name.slice(1))} DESC` : sql`${sql.ref(name)}`));
  if (terms.length > 0) return sql.join([...terms, sql`id`]);
  if (model.order !== undefined) return sql.raw(model.order);
  const column = indexInUse(call, model);
  return column === undefined ? sql`id` : sql.join([sql.ref(column), sql`id`]);
}

function orderable(model: Model, name: string): boolean {
  if (name === "id") return true;
  const field = Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
  return field !== undefined && isColumn(field) && !field.writeOnly;
}

/**
 * The real server leaves the order of most lists to its database, which returns rows in the order of the index that finds them:
 * for a list of values, that of the column. Clients that forget `_order` should meet that here too.
 */
function indexInUse(call: Call, model: Model): string | undefined {
  for (const [name, text] of call.url.searchParams) {
    const filter = filtersOf(model).get(name);
    if (filter?.lookup === "in" && text !== "" && (filter.field.unique || filter.field.kind === "reference"))
      return filter.column;
  }
  return undefined;
}
