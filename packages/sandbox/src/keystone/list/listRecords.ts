import { type RawBuilder, sql } from "kysely";
import { type Call, isStaff } from "../call.ts";
import type { Row } from "../database.ts";
import type { Json } from "../http/json.ts";
import type { Model } from "../model/model.ts";
import { serialize } from "../record/serialize.ts";
import { filterConditions } from "./filter.ts";
import { orderOf } from "./order.ts";
import { envelope, windowOf } from "./page.ts";
import { searchConditions } from "./search.ts";

/** SQL for the records of a list that the caller may see and the query string's filters leave. */
export async function visible(call: Call, model: Model): Promise<RawBuilder<unknown>[]> {
  const scope = isStaff(call) ? undefined : model.listScope?.(call);
  return [...(scope === undefined ? [] : [scope]), ...(await filterConditions(call, model))];
}

/** Joins conditions to a `WHERE`; none is no `WHERE`. */
export function where(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql`WHERE ${sql.join(conditions, sql` AND `)}`;
}

/** One page of a list, as a list view answers it. */
export async function listRecords(call: Call, model: Model): Promise<Json> {
  const condition = where([...(await visible(call, model)), ...searchConditions(call, model)]);
  const window = windowOf(call.url);
  const table = sql.table(model.key);
  const counted = await sql<Row>`SELECT count(*) AS count FROM ${table} ${condition}`.execute(call.db);
  const { rows } = await sql<Row>`SELECT * FROM ${table} ${condition} ORDER BY ${orderOf(call, model)}
    LIMIT ${window.limit} OFFSET ${window.offset}`.execute(call.db);
  return envelope(call.url, window, Number(counted.rows[0]?.["count"] ?? 0), await serialize(call, model, rows));
}
