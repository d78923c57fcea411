import { type Field, isColumn } from "./model/field.ts";
import type { Model } from "./model/model.ts";
import { models } from "./model/models.ts";

/** The number of a model in history; its place in the table of models. */
export function contentTypeOf(model: Model): number {
  return Object.keys(models).indexOf(model.key) + 1;
}

const tables = Object.values(models).map((model) => (model.view === undefined ? table(model) : view(model)));
const contentTypes = Object.values(models).map((model) => `(${contentTypeOf(model)})`);

/** SQL that makes every table there is not yet. Amounts are stored in hundredths, times as ISO text with microseconds. */
export const schema: string = [
  ...tables,
  `CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, user INTEGER NOT NULL, password TEXT NOT NULL, expires INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS tokens (key TEXT PRIMARY KEY, user INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY)`,
  `CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS audit_object ON audit (content_type, object_id)`,
  `INSERT OR IGNORE INTO contentTypes (id) VALUES ${contentTypes.join(", ")}`,
].join(";\n");

function table({ key, fields, together = [] }: Model): string {
  const columns = ["id INTEGER PRIMARY KEY AUTOINCREMENT"];
  const others: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (isColumn(field)) {
      columns.push(`"${name}" ${type(field)}${field.nullable || field.kind === "file" ? "" : " NOT NULL"}`);
      if (field.unique) others.push(`CREATE UNIQUE INDEX IF NOT EXISTS "${key}_${name}" ON "${key}" ("${name}")`);
      if (field.kind === "reference")
        others.push(`CREATE INDEX IF NOT EXISTS "${key}_by_${name}" ON "${key}" ("${name}")`);
    } else {
      others.push(
        `CREATE TABLE IF NOT EXISTS "${key}_${name}" (source INTEGER NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (source, target)) WITHOUT ROWID`,
      );
    }
  }
  for (const names of together) columns.push(`UNIQUE (${names.map((name) => `"${name}"`).join(", ")})`);
  return [`CREATE TABLE IF NOT EXISTS "${key}" (${columns.join(", ")})`, ...others].join(";\n");
}

function view({ key, view: select }: Model): string {
  return `CREATE VIEW IF NOT EXISTS "${key}" AS ${select}`;
}

function type({ kind }: Field): string {
  return kind === "integer" || kind === "decimal" || kind === "boolean" || kind === "reference" ? "INTEGER" : "TEXT";
}
