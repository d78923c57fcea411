import { CompiledQuery, type Kysely } from "kysely";
import type { SqlValue } from "../box/sqliteDriver.ts";

/** One record as it is stored. */
export type Row = Record<string, SqlValue>;

/** Tables are described by the table of models, not by types, so any name may be a table. */
export type Tables = Record<string, Row>;

/** The database, or a transaction on it. */
export type Database = Kysely<Tables>;

/**
 * The rows that a statement finds. For those that most requests run: their text is ready, where a template would be put
 * together anew each time. Names in it are the models' own, values are bound.
 */
export async function find(db: Database, text: string, ...values: readonly SqlValue[]): Promise<Row[]> {
  return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

/** The number of a record. */
export function idOf(row: Row): number {
  return Number(row["id"]);
}
