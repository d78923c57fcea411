import type { Json, JsonObject } from "../http/json.ts";
import type { Field } from "../model/field.ts";
import type { Expansion, Model } from "../model/model.ts";
import { models } from "../model/models.ts";
import { shownNames } from "../record/serialize.ts";

/** The schema of one column's values. */
export function fieldSchema(field: Field): JsonObject {
  const { nullable, readOnly, writeOnly } = field;
  return {
    ...type(field),
    ...(field.max === undefined || field.kind === "integer" ? {} : { maxLength: field.max }),
    ...(field.pattern === undefined ? {} : { pattern: "^[\\w.@+-]+$" }),
    ...(nullable ? { nullable } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(writeOnly ? { writeOnly } : {}),
  };
}

function type(field: Field): JsonObject {
  switch (field.kind) {
    case "integer":
      return { type: "integer", ...(field.min === undefined ? {} : { minimum: field.min, format: "int64" }) };
    case "reference":
      return { type: "integer" };
    case "references":
      return { type: "array", items: { type: "integer" } };
    case "boolean":
      return { type: "boolean" };
    case "date":
      return { type: "string", format: "date" };
    case "datetime":
      return { type: "string", format: "date-time" };
    case "decimal":
      return { type: "string", format: "decimal", pattern: "^-?\\d{0,12}(?:\\.\\d{0,2})?$" };
    case "choice":
      return { type: "string", enum: Object.keys(field.choices ?? {}) };
    case "email":
      return { type: "string", format: "email" };
    case "json":
      return {};
    case "text":
    case "file":
    case "address":
      return { type: "string" };
  }
}

/** The schema of a model's answers, or of a short form of them. Every key is always there. */
export function answerSchema(model: Model, show: readonly string[] = shownNames(model)): JsonObject {
  const properties = show.map((name): [string, Json] => {
    const expansion = model.expansions?.[name];
    if (expansion !== undefined) return [name, { ...expansionSchema(model, expansion), readOnly: true }];
    const field = model.fields[name];
    return [name, field === undefined ? { type: "integer", readOnly: true } : fieldSchema(field)];
  });
  return { type: "object", required: [...show], properties: Object.fromEntries(properties) };
}

function expansionSchema(model: Model, expansion: Expansion): JsonObject {
  switch (expansion.kind) {
    case "one":
      return {
        ...answerSchema(models[expansion.model], expansion.show),
        ...(model.fields[expansion.column]?.nullable ? { nullable: true } : {}),
      };
    case "many":
    case "children":
      return { type: "array", items: answerSchema(models[expansion.model], expansion.show) };
    case "ids":
      return { type: "array", items: { type: "integer" } };
    case "history":
      return {
        type: "array",
        items: answerSchema(models.audit, ["id", "timestamp", "action", "actor", "_actor", "changes"]),
      };
    case "computed":
      return { type: "string" };
  }
}

/** The schema of the bodies that make or change a record. */
export function bodySchema(model: Model, partial: boolean): JsonObject {
  const writable = Object.entries(model.fields).filter(([, field]) => !field.readOnly);
  const required = partial ? [] : writable.filter(([, field]) => field.required).map(([name]) => name);
  return {
    type: "object",
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      writable.map(([name, field]) => [
        name,
        field.kind === "file" ? { type: "string", format: "binary" } : fieldSchema(field),
      ]),
    ),
  };
}
