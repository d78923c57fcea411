import type { SqliteDatabase, SqliteStatement } from "kysely";

/** The values that both SQLite drivers take and give. */
export type SqlValue = string | number | bigint | null | Uint8Array;

interface RawStatement {
  all(...parameters: SqlValue[]): unknown[];
  run(...parameters: SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
}

/** What `node:sqlite` and `libsql` have in common, as far as it is used here. */
interface RawDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): RawStatement;
  close(): unknown;
}

type RawConstructor = new (file: string) => RawDatabase;

/** A database for Kysely's `SqliteDialect`, and the raw way for statements that are not queries. */
export interface SqliteDriver extends SqliteDatabase {
  exec(sql: string): void;
}

/** Opens a file or `":memory:"` with the runtime's own SQLite where there is one (Node 24, Bun, Deno), else with libsql. */
export async function openSqlite(file: string): Promise<SqliteDriver> {
  const Database = (await builtin()) ?? (await import("libsql")).default;
  const raw: RawDatabase = new Database(file);
  const prepared = new Map<string, SqliteStatement>();
  return {
    exec: (sql) => {
      raw.exec(sql);
    },
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = adapt(raw.prepare(sql), sql);
      if (prepared.size >= 1000) prepared.delete(prepared.keys().next().value ?? "");
      prepared.set(sql, statement);
      return statement;
    },
    close: () => {
      prepared.clear();
      raw.close();
    },
  };
}

async function builtin(): Promise<RawConstructor | undefined> {
  // Node 22 has it too, and prints a warning into the program that uses the sandbox.
  if (Number.parseInt(process.versions.node, 10) < 24) return undefined;
  const name = "node:sqlite";
  try {
    const found: { DatabaseSync?: RawConstructor } = await import(name);
    return found.DatabaseSync;
  } catch {
    return undefined;
  }
}

function adapt(statement: RawStatement, sql: string): SqliteStatement {
  const all = (parameters: readonly unknown[]): unknown[] => statement.all(...parameters.map(bindable));
  return {
    // Values never stand in the text, so the words can only be keywords.
    reader: /^\s*(select|with|pragma)\b|\breturning\b/i.test(sql),
    all,
    run: (parameters) => statement.run(...parameters.map(bindable)),
    iterate: (parameters) => all(parameters)[Symbol.iterator](),
  };
}

/** libsql ends the whole process when it is given a boolean or an object, so nothing of the kind may get through. */
function bindable(value: unknown): SqlValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A ${typeof value} cannot be stored in SQLite.`);
}
