import { sql } from "kysely";
import { type Call, callerId } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import type { Body } from "../http/body.ts";
import { isObject, type Json, pythonType } from "../http/json.ts";
import { problems } from "../http/problem.ts";
import type { Field } from "../model/field.ts";
import type { Draft, FieldErrors, Model } from "../model/model.ts";
import { checkUpload } from "./checkUpload.ts";
import { coerce, Refused, reference } from "./coerce.ts";

/** How a record is being written: made, replaced (PUT) or patched. */
export interface Writing {
  existing: Row | undefined;
  partial: boolean;
}

/**
 * Checks a body against a model and turns it into columns.
 *
 * @throws Problem 400 with every field's errors
 */
export async function validate(call: Call, model: Model, body: Body, { existing, partial }: Writing): Promise<Draft> {
  if (body.kind === "json" && !isObject(body.data)) {
    const text =
      body.data === null
        ? "No data provided"
        : `Invalid data. Expected a dictionary, but got ${pythonType(body.data)}.`;
    throw problems.invalid({ non_field_errors: [text] });
  }
  const draft: Draft = { values: {}, links: {}, uploads: {} };
  const errors: FieldErrors = {};
  for (const [name, field] of Object.entries(model.fields)) {
    if (field.readOnly || (field.immutable && existing !== undefined)) continue;
    try {
      await take(call, { model, name, field, body, partial, existing }, draft);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors[name] = [error.message];
    }
  }
  if (Object.keys(errors).length > 0) throw problems.invalid(errors);
  const clash = (await repeated(call, model, draft, existing)) ?? (await model.check?.(call, draft, existing));
  if (clash !== undefined) throw problems.invalid(clash);
  return draft;
}

interface Taking {
  model: Model;
  name: string;
  field: Field;
  body: Body;
  partial: boolean;
  existing: Row | undefined;
}

async function take(call: Call, { model, name, field, body, partial, existing }: Taking, draft: Draft): Promise<void> {
  if (field.kind === "file") {
    const upload = checkUpload(body, name, field.required === true && !partial);
    if (upload !== undefined) draft.uploads[name] = upload;
    return;
  }
  const given = read(body, name, field, partial);
  if (given === undefined) {
    if (partial) return;
    if (field.required) throw new Refused("This field is required.");
    if (field.callerWhenAbsent) draft.values[name] = callerId(call);
    else if (field.whenAbsent !== undefined) draft.values[name] = coerce(field, field.whenAbsent, false);
    return;
  }
  if (field.kind === "references") {
    draft.links[name] = await links(call, field, given);
    return;
  }
  if (given === null) {
    if (!field.nullable) throw new Refused("This field may not be null.");
    draft.values[name] = null;
    return;
  }
  const value = coerce(field, given, body.kind === "form");
  if (field.kind === "reference") await mustExist(call, field, Number(value), given);
  if (field.unique) await mustBeUnique(call, model, name, value, existing);
  draft.values[name] = value;
}

/** The body's value for a field; undefined when it has none. Forms cannot say false, null or an empty list: absence and "" do. */
function read(body: Body, name: string, field: Field, partial: boolean): Json | undefined {
  if (body.kind === "json") {
    const value = isObject(body.data) && Object.hasOwn(body.data, name) ? body.data[name] : undefined;
    return value === "" && field.kind === "reference" ? null : value;
  }
  const values = body.fields.get(name);
  if (field.kind === "references") return values ?? (partial ? undefined : []);
  const value = values?.at(-1);
  if (value === undefined)
    return field.kind === "boolean" && !partial && field.whenAbsent === undefined ? false : undefined;
  if (value !== "" || field.kind === "text" || field.kind === "email") return value;
  return field.nullable || field.kind === "reference" ? null : field.required ? value : undefined;
}

async function links(call: Call, field: Field, given: Json): Promise<number[]> {
  if (given === null) throw new Refused("This field may not be null.");
  if (!Array.isArray(given)) throw new Refused(`Expected a list of items but got type "${pythonType(given)}".`);
  const ids = new Set<number>();
  for (const item of given) {
    const id = reference(item);
    await mustExist(call, field, id, item);
    ids.add(id);
  }
  return [...ids].toSorted((a, b) => a - b);
}

async function mustExist(call: Call, field: Field, id: number, given: Json): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM ${sql.table(field.to ?? "")} WHERE id = ${id}`.execute(call.db);
  if (rows.length === 0)
    throw new Refused(`Invalid pk "${typeof given === "string" ? given : id}" - object does not exist.`);
}

async function mustBeUnique(
  call: Call,
  model: Model,
  name: string,
  value: Row[string],
  existing: Row | undefined,
): Promise<void> {
  const { rows } = await sql<Row>`SELECT id FROM ${sql.table(model.key)} WHERE ${sql.ref(name)} = ${value}`.execute(
    call.db,
  );
  if (rows.some((row) => existing === undefined || idOf(row) !== idOf(existing))) {
    throw new Refused(`${model.name.toLowerCase()} with this ${name} already exists.`);
  }
}

/** Sets of columns that would repeat another record's. */
async function repeated(
  call: Call,
  model: Model,
  { values }: Draft,
  existing: Row | undefined,
): Promise<FieldErrors | undefined> {
  for (const names of model.together ?? []) {
    const wanted = names.map((name) => sql`${sql.ref(name)} = ${values[name] ?? existing?.[name] ?? null}`);
    const { rows } =
      await sql<Row>`SELECT id FROM ${sql.table(model.key)} WHERE ${sql.join(wanted, sql` AND `)}`.execute(call.db);
    if (rows.some((row) => existing === undefined || idOf(row) !== idOf(existing))) {
      return { non_field_errors: [`The fields ${names.join(", ")} must make a unique set.`] };
    }
  }
  return undefined;
}
