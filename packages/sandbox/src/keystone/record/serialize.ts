import type { Call } from "../call.ts";
import { find, idOf, type Row } from "../database.ts";
import type { Json, JsonObject } from "../http/json.ts";
import type { Expansion, Model } from "../model/model.ts";
import { models } from "../model/models.ts";
import { contentTypeOf } from "../schema.ts";
import { output } from "./output.ts";

/** One part of an answer, for any of the rows it was made for. */
type Part = (row: Row) => Json;

/** The names an answer has when nothing shorter is asked for. */
export function shownNames(model: Model): readonly string[] {
  if (model.show !== undefined) return model.show;
  const shown = Object.entries(model.fields).filter(([, field]) => !field.writeOnly);
  return [...new Set(["id", ...Object.keys(model.expansions ?? {}), ...shown.map(([name]) => name)])];
}

/** Rows as answers show them. Every expansion is loaded once for all rows, however many there are. */
export async function serialize(
  call: Call,
  model: Model,
  rows: readonly Row[],
  show?: readonly string[],
): Promise<JsonObject[]> {
  if (rows.length === 0) return [];
  const parts: [string, Part][] = [];
  for (const name of show ?? shownNames(model)) parts.push([name, await part(call, model, name, rows)]);
  return rows.map((row) => {
    const shown: JsonObject = {};
    for (const [name, make] of parts) shown[name] = make(row);
    return shown;
  });
}

async function part(call: Call, model: Model, name: string, rows: readonly Row[]): Promise<Part> {
  const expansion = model.expansions?.[name];
  if (expansion !== undefined) return expand(call, model, expansion, rows);
  const field = model.fields[name];
  if (field === undefined) return idOf;
  if (field.kind !== "references") return (row) => output(field, row[name]);
  const pairs = await linked(call, `${model.key}_${name}`, rows);
  return (row) => pairs.get(idOf(row)) ?? [];
}

async function expand(call: Call, model: Model, expansion: Expansion, rows: readonly Row[]): Promise<Part> {
  switch (expansion.kind) {
    case "computed":
      return expansion.from;
    case "one": {
      const found = await byId(
        call,
        expansion,
        rows.map((row) => row[expansion.column]),
      );
      return (row) => found.get(Number(row[expansion.column])) ?? null;
    }
    case "many": {
      const pairs = await linked(call, `${model.key}_${expansion.field}`, rows);
      const found = await byId(call, expansion, [...pairs.values()].flat());
      return (row) => (pairs.get(idOf(row)) ?? []).map((id) => found.get(id) ?? null);
    }
    case "ids": {
      const children = await childrenOf(call, expansion, rows);
      const ids = group(
        children,
        expansion.column,
        children.map((child) => Number(child[expansion.value])),
      );
      return (row) => (ids.get(idOf(row)) ?? []).toSorted((a, b) => a - b);
    }
    case "children": {
      const children = await childrenOf(call, expansion, rows);
      const shown = await serialize(call, models[expansion.model], children, expansion.show);
      const grouped = group(children, expansion.column, shown);
      return (row) => grouped.get(idOf(row)) ?? [];
    }
    case "history": {
      const text = `SELECT * FROM audit WHERE content_type = ? AND object_id IN ${IDS} ORDER BY id DESC`;
      const entries = await find(call.db, text, contentTypeOf(model), JSON.stringify(rows.map(idOf)));
      const shown = await serialize(call, models.audit, entries, [
        "id",
        "timestamp",
        "action",
        "actor",
        "_actor",
        "changes",
      ]);
      const grouped = group(entries, "object_id", shown);
      return (row) => grouped.get(idOf(row)) ?? [];
    }
  }
}

/** SQL for a set of ids, as one parameter (in JSON), so that one prepared statement serves any number. */
const IDS = "(SELECT value FROM json_each(?))";

async function byId(
  call: Call,
  { model, show }: Expansion & { kind: "one" | "many" },
  wanted: readonly (Row[string] | undefined)[],
): Promise<Map<number, JsonObject>> {
  const unique = [...new Set(wanted.filter((id) => id !== null && id !== undefined).map(Number))];
  if (unique.length === 0) return new Map();
  const rows = await find(call.db, `SELECT * FROM "${model}" WHERE id IN ${IDS}`, JSON.stringify(unique));
  const shown = await serialize(call, models[model], rows, show);
  return new Map(rows.map((row, index) => [idOf(row), shown[index] ?? {}]));
}

async function childrenOf(
  call: Call,
  expansion: Expansion & { kind: "children" | "ids" },
  rows: readonly Row[],
): Promise<Row[]> {
  const more = expansion.kind === "children" ? expansion.where?.(call) : undefined;
  const order = (expansion.kind === "children" ? expansion.order : undefined) ?? "id";
  const condition = more === undefined ? "" : ` AND ${more}`;
  const text = `SELECT * FROM "${expansion.model}" WHERE "${expansion.column}" IN ${IDS}${condition} ORDER BY ${order}`;
  return find(call.db, text, JSON.stringify(rows.map(idOf)));
}

async function linked(call: Call, table: string, rows: readonly Row[]): Promise<Map<number, number[]>> {
  const text = `SELECT source, target FROM "${table}" WHERE source IN ${IDS} ORDER BY source, target`;
  const found = await find(call.db, text, JSON.stringify(rows.map(idOf)));
  return group(
    found,
    "source",
    found.map((row) => Number(row["target"])),
  );
}

function group<T>(rows: readonly Row[], column: string, values: readonly T[]): Map<number, T[]> {
  const grouped = new Map<number, T[]>();
  for (const [index, value] of values.entries()) {
    const key = Number(rows[index]?.[column]);
    const list = grouped.get(key);
    if (list === undefined) grouped.set(key, [value]);
    else list.push(value);
  }
  return grouped;
}
