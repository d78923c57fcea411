import { sql } from "kysely";
import type { Call } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import { problems } from "../http/problem.ts";
import { isColumn } from "../model/field.ts";
import type { Draft, Model } from "../model/model.ts";
import { models } from "../model/models.ts";
import { recordChange } from "./audit.ts";
import { coerce } from "./coerce.ts";

/** Finds a record by its number. */
export async function findRow(call: Call, model: Model, id: number): Promise<Row | undefined> {
  return (await sql<Row>`SELECT * FROM ${sql.table(model.key)} WHERE id = ${id}`.execute(call.db)).rows[0];
}

/** Inserts a checked draft, with defaults, stamps, links, files and history. */
export async function insertRecord(call: Call, model: Model, draft: Draft): Promise<Row> {
  const values: Row = {};
  for (const [name, field] of Object.entries(model.fields)) {
    if (!isColumn(field)) continue;
    if (field.stamp !== undefined) values[name] = call.site.stamp();
    else if (field.initial !== undefined && field.initial !== null) values[name] = coerce(field, field.initial, false);
    else if (!field.nullable && field.kind === "text") values[name] = "";
    else values[name] = null;
  }
  Object.assign(values, draft.values, await store(call, draft));
  const names = Object.keys(values).map((name) => sql.ref(name));
  const { rows } = await sql<Row>`INSERT INTO ${sql.table(model.key)} (${sql.join(names)})
    VALUES (${sql.join(Object.values(values))}) RETURNING *`.execute(call.db);
  const row = rows[0];
  if (row === undefined) throw new Error(`The database did not return the new ${model.name}.`);
  await link(call, model, idOf(row), draft.links);
  await recordChange(call, model, "create", { after: row });
  return row;
}

/** Updates a record from a checked draft. */
export async function updateRecord(call: Call, model: Model, before: Row, draft: Draft): Promise<Row> {
  const values: Row = { ...draft.values, ...(await store(call, draft, before)) };
  for (const [name, field] of Object.entries(model.fields))
    if (field.stamp === "saved") values[name] = call.site.stamp();
  if (Object.keys(values).length > 0) {
    const sets = Object.entries(values).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
    await sql`UPDATE ${sql.table(model.key)} SET ${sql.join(sets)} WHERE id = ${idOf(before)}`.execute(call.db);
  }
  await link(call, model, idOf(before), draft.links);
  const after: Row = { ...before, ...values };
  await recordChange(call, model, "update", { before, after });
  return after;
}

/**
 * Deletes a record and what hangs on it, children first, each with its own history entry.
 *
 * @throws Problem 409 when another record needs it
 */
export async function removeRecord(call: Call, model: Model, row: Row): Promise<void> {
  const id = idOf(row);
  for (const { model: other, column, rule } of model.onDelete ?? []) {
    const condition = sql`${sql.table(other)} WHERE ${sql.ref(column)} = ${id}`;
    if (rule === "forget")
      await sql`UPDATE ${sql.table(other)} SET ${sql.ref(column)} = NULL WHERE ${sql.ref(column)} = ${id}`.execute(
        call.db,
      );
    else {
      const { rows } = await sql<Row>`SELECT * FROM ${condition} ORDER BY id`.execute(call.db);
      if (rule === "protect" && rows.length > 0) {
        throw problems.conflict(`This ${model.name} cannot be deleted while a ${models[other].name} refers to it.`);
      }
      for (const child of rows) await removeRecord(call, models[other], child);
    }
  }
  for (const holder of Object.values(models)) {
    for (const [name, field] of Object.entries(holder.fields)) {
      if (field.kind !== "references" || (holder !== model && field.to !== model.key)) continue;
      const table = sql.table(`${holder.key}_${name}`);
      if (holder === model) await sql`DELETE FROM ${table} WHERE source = ${id}`.execute(call.db);
      if (field.to === model.key) await sql`DELETE FROM ${table} WHERE target = ${id}`.execute(call.db);
    }
  }
  await sql`DELETE FROM ${sql.table(model.key)} WHERE id = ${id}`.execute(call.db);
  await recordChange(call, model, "delete", { before: row });
}

/** Puts a draft's files in the media store; returns their columns. A record without a name takes its file's. */
async function store(call: Call, draft: Draft, before?: Row): Promise<Row> {
  const columns: Row = {};
  for (const [field, { name, bytes }] of Object.entries(draft.uploads)) {
    columns[field] = await call.site.media.save(name, bytes);
    if (!draft.values["name"] && !before?.["name"]) columns["name"] = name;
  }
  return columns;
}

async function link(call: Call, model: Model, source: number, links: Draft["links"]): Promise<void> {
  for (const [name, targets] of Object.entries(links)) {
    const table = sql.table(`${model.key}_${name}`);
    await sql`DELETE FROM ${table} WHERE source = ${source}`.execute(call.db);
    for (const target of targets)
      await sql`INSERT INTO ${table} (source, target) VALUES (${source}, ${target})`.execute(call.db);
  }
}
