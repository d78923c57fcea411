import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { Clock } from "../../box/clock.ts";
import { hashSecret } from "../../box/passwordHash.ts";
import { type Database, find, idOf, type Row } from "../database.ts";
import { sessionAge } from "../site.ts";

const lower = "abcdefghijklmnopqrstuvwxyz0123456789";
const mixed = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** 32 random characters: a session's key, or with `mixed` case a CSRF token. */
export function randomKey(alphabet: "lower" | "mixed"): string {
  const characters = alphabet === "lower" ? lower : mixed;
  return Array.from({ length: 32 }, () => characters[randomInt(characters.length)]).join("");
}

/** What a session cookie turned out to be. */
export interface FoundSession {
  /** The user, when the session is alive and the user active. */
  user: Row | undefined;
  /** Is there nothing behind the cookie, so that it should be removed? */
  dead: boolean;
}

const FIND = `SELECT u.*, s.password AS session_password, s.expires AS session_expires
  FROM sessions s JOIN users u ON u.id = s."user" WHERE s.key = ?`;

/** Looks a session cookie up. A session ends with its time and with its user's password. */
export async function findSession(db: Database, clock: Clock, key: string): Promise<FoundSession> {
  const hash = hashSecret(key);
  const [row] = await find(db, FIND, hash);
  const alive =
    row !== undefined &&
    Number(row["session_expires"]) > clock.now() &&
    row["session_password"] === hashSecret(String(row["password"]));
  if (alive) return { user: row["is_active"] === 1 ? row : undefined, dead: false };
  if (row !== undefined) await endSession(db, key);
  return { user: undefined, dead: true };
}

/** Makes a session, or renews the one with this key. */
export async function saveSession(db: Database, clock: Clock, key: string, user: Row): Promise<void> {
  const expires = clock.now() + sessionAge * 1000;
  await sql`DELETE FROM sessions WHERE expires <= ${clock.now()}`.execute(db);
  await sql`INSERT OR REPLACE INTO sessions (key, "user", password, expires)
    VALUES (${hashSecret(key)}, ${idOf(user)}, ${hashSecret(String(user["password"]))}, ${expires})`.execute(db);
}

export async function endSession(db: Database, key: string): Promise<void> {
  await sql`DELETE FROM sessions WHERE key = ${hashSecret(key)}`.execute(db);
}
