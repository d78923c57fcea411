import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { errorCode } from "./errorCode.ts";
import { openSqlite } from "./sqliteDriver.ts";

/**
 * Opens a server's database through Kysely.
 *
 * In a directory it is a file in WAL mode: what a committed transaction wrote is there after `kill -9`. One process at a time
 * may have it open. Values bound may be strings, numbers, bigints, bytes, null and booleans (stored as 0 and 1).
 *
 * @param data - a directory (made when missing) or `":memory:"`
 * @param name - of the file in it, for example `"keystone.sqlite"`
 * @param schema - SQL to run on every start, so `CREATE TABLE IF NOT EXISTS …`
 */
export async function openDatabase<Tables>(data: string, name: string, schema: string): Promise<Kysely<Tables>> {
  const memory = data === ":memory:";
  if (!memory) await makeDirectory(data);
  const database = await openSqlite(memory ? data : join(data, name));
  try {
    database.exec("PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = ON;");
    // The log is emptied into the file seldom: that is what waits for the disk.
    if (!memory)
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000;");
    database.exec(schema);
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test(String(error))) throw error;
    throw new Error(
      `The sandbox data in ${data} is in use by another process; close that one or give another "data" directory.`,
      { cause: error },
    );
  }
  const close = (): void => {
    // libsql keeps the file open, locks and all, until its prepared statements are collected: give the lock back by hand.
    database.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_master;");
    database.close();
  };
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { ...database, close } }) });
}

/**
 * Makes a directory and those above it. Node's own `recursive` tries for ever where nothing can be made below what is there,
 * as in `/proc`.
 */
async function makeMissing(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    await makeMissing(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) throw error;
  }
}

async function makeDirectory(data: string): Promise<void> {
  try {
    await makeMissing(data);
  } catch (error) {
    const code = errorCode(error);
    const why = code === "EEXIST" ? "it is no directory" : `it cannot be made (${code})`;
    const message = `The sandbox data cannot be kept in ${data}: ${why}. Give another "data" directory.`;
    throw Object.assign(new Error(message, { cause: error }), { code });
  }
}
