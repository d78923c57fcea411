import { CompiledQuery } from "kysely";
import type { SqlValue } from "../box/sqliteDriver.ts";
import type { Database } from "./database.ts";

/** What the log of requests keeps of one. */
export type RequestEntry = readonly [
  method: string,
  endpoint: string,
  status: number,
  address: string,
  timestamp: string,
  cid: string | null,
  user: SqlValue,
];

/** Rows of one statement: SQLite takes a thousand values and more. */
const MOST = 64;

/**
 * Writes the log of requests. Those that end in one turn of the event loop are written together, for a transaction each
 * would cost more than most of them; none is answered before it is written.
 */
export class RequestJournal {
  readonly #db: Database;
  #waiting: RequestEntry[] = [];
  #written: Promise<void> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Resolves when the entry is in the log. */
  add(entry: RequestEntry): Promise<void> {
    this.#waiting.push(entry);
    this.#written ??= this.#write();
    return this.#written;
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const entries = this.#waiting;
    this.#waiting = [];
    this.#written = undefined;
    for (let at = 0; at < entries.length; at += MOST) {
      const some = entries.slice(at, at + MOST);
      await this.#db.executeQuery(CompiledQuery.raw(statement(some.length), some.flat()));
    }
  }
}

function statement(rows: number): string {
  const row = "(?, ?, ?, ?, ?, ?, (SELECT id FROM users WHERE id = ?))";
  return `INSERT INTO requestLogs (method, endpoint, response_code, remote_address, timestamp, cid, "user")
    VALUES ${Array(rows).fill(row).join(", ")}`;
}
