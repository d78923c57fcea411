import { sql } from "kysely";
import type { Clock } from "../box/clock.ts";
import type { Database, Row } from "./database.ts";

/** Remembers how far the clock has been moved ahead, for the next start on the same data. */
export async function saveClock(db: Database, clock: Clock): Promise<void> {
  const ahead = clock.now() - Date.now();
  await sql`INSERT OR REPLACE INTO settings (name, value) VALUES ('clock_ahead', ${ahead})`.execute(db);
}

/** Moves the clock to where the last start on the same data had it: what has expired stays so, what comes later sorts later. */
export async function restoreClock(db: Database, clock: Clock): Promise<void> {
  const { rows } = await sql<Row>`SELECT value FROM settings WHERE name = 'clock_ahead'`.execute(db);
  clock.advance(Number(rows[0]?.["value"] ?? 0));
}
