import { type RawBuilder, sql } from "kysely";
import type { Call } from "../call.ts";
import type { Row } from "../database.ts";
import type { Json } from "../http/json.ts";
import { visible, where } from "../list/listRecords.ts";
import { requests } from "../model/allocations.ts";
import type { Model } from "../model/model.ts";
import { notifications } from "../model/notifications.ts";
import { grants, publications } from "../model/research.ts";
import { formatDecimal } from "../record/output.ts";
import { getView, type View } from "./view.ts";

/** The statistics: sums over what the caller sees in a list with the same filters. */
export const statsViews: readonly View[] = [
  { ...getView("/stats/grants/", "Grant statistics", grantStats), filters: grants },
  { ...getView("/stats/publications/", "Publication statistics", publicationStats), filters: publications },
  { ...getView("/stats/requests/", "Request statistics", requestStats), filters: requests },
  { ...getView("/stats/notifications/", "Notification statistics", notificationStats), filters: notifications },
];

async function select(call: Call, model: Model, columns: RawBuilder<unknown>): Promise<Row> {
  const from = sql`(SELECT * FROM ${sql.table(model.key)} ${where(await visible(call, model))})`;
  return (await sql<Row>`SELECT ${columns} FROM ${from} AS r`.execute(call.db)).rows[0] ?? {};
}

/** The day on the server's clock. */
const today = (call: Call): string => new Date(call.site.clock.now()).toISOString().slice(0, 10);
const numbers = (row: Row): Record<string, Json> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : Number(value)]));

async function grantStats(call: Call): Promise<Json> {
  const now = today(call);
  const row = await select(
    call,
    grants,
    sql`count(*) AS grant_count,
      count(*) FILTER (WHERE start_date > ${now}) AS upcoming_count,
      count(*) FILTER (WHERE start_date <= ${now} AND end_date > ${now}) AS active_count,
      count(*) FILTER (WHERE end_date <= ${now}) AS expired_count,
      count(DISTINCT agency) AS agency_count,
      total(amount) AS funding_total,
      total(amount) FILTER (WHERE start_date > ${now}) AS funding_upcoming,
      total(amount) FILTER (WHERE start_date <= ${now} AND end_date > ${now}) AS funding_active,
      total(amount) FILTER (WHERE end_date <= ${now}) AS funding_expired,
      avg(amount) AS funding_average`,
  );
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.startsWith("funding") ? formatDecimal(Math.round(Number(value ?? 0))) : Number(value),
    ]),
  );
}

async function publicationStats(call: Call): Promise<Json> {
  const { review_days: days, ...counts } = await select(
    call,
    publications,
    sql`count(*) AS publications_count,
      count(*) FILTER (WHERE submitted IS NULL AND published IS NULL) AS draft_count,
      count(*) FILTER (WHERE submitted IS NOT NULL AND published IS NULL) AS submitted_count,
      count(*) FILTER (WHERE published IS NOT NULL) AS accepted_count,
      count(DISTINCT journal) AS journals_count,
      avg(julianday(published) - julianday(submitted)) AS review_days`,
  );
  return { ...numbers(counts), review_average: days === null || days === undefined ? null : duration(Number(days)) };
}

/** Days as "D HH:MM:SS"; the days are left out when there are none. */
function duration(days: number): string {
  const seconds = Math.round(days * 86_400);
  const whole = Math.floor(seconds / 86_400);
  const rest = new Date((seconds - whole * 86_400) * 1000).toISOString().slice(11, 19);
  return whole === 0 ? rest : `${whole} ${rest}`;
}

async function requestStats(call: Call): Promise<Json> {
  const now = today(call);
  const states = {
    pending: sql`status = 'PD'`,
    approved: sql`status = 'AP'`,
    declined: sql`status = 'DC'`,
    upcoming: sql`status = 'AP' AND active > ${now}`,
    active: sql`status = 'AP' AND active <= ${now} AND expire >= ${now}`,
    expired: sql`status = 'AP' AND expire < ${now}`,
  };
  const sum = (column: string): RawBuilder<unknown> =>
    sql`(SELECT total(${sql.ref(column)}) FROM allocations a WHERE a.request = r.id)`;
  const columns = [
    sql`count(*) AS request_count`,
    ...Object.entries(states).flatMap(([name, condition]) => [
      sql`count(*) FILTER (WHERE ${condition}) AS ${sql.ref(`request_${name}_count`)}`,
      sql`total(${sum("awarded")}) FILTER (WHERE ${condition}) AS ${sql.ref(`su_${name}_total`)}`,
    ]),
    sql`total(${sum("requested")}) AS su_requested_total`,
    sql`total(${sum("awarded")}) AS su_awarded_total`,
    sql`total(${sum("final")}) AS su_finalized_total`,
    sql`avg(julianday(active) - julianday(date(submitted))) AS days_pending_average`,
    sql`avg(julianday(expire) - julianday(active)) AS days_active_average`,
  ];
  return numbers(await select(call, requests, sql.join(columns)));
}

async function notificationStats(call: Call): Promise<Json> {
  return numbers(await select(call, notifications, sql`count(*) AS total, count(*) FILTER (WHERE read = 0) AS unread`));
}
