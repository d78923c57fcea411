import type { Kysely } from "kysely";
import type { SqlValue } from "../box/sqliteDriver.ts";

/** One record as it is stored. */
export type Row = Record<string, SqlValue>;

/** Tables are described by the table of models, not by types, so any name may be a table. */
export type Tables = Record<string, Row>;

/** The database, or a transaction on it. */
export type Database = Kysely<Tables>;

/** The number of a record. */
export function idOf(row: Row): number {
  return Number(row["id"]);
}
