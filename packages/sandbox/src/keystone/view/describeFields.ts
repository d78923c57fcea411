import type { Json, JsonObject } from "../http/json.ts";
import type { Field, FieldKind } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import { shownNames } from "../record/serialize.ts";

const types: Record<FieldKind, string> = {
  text: "string",
  email: "email",
  choice: "choice",
  integer: "integer",
  decimal: "decimal",
  boolean: "boolean",
  date: "date",
  datetime: "datetime",
  reference: "field",
  references: "field",
  json: "field",
  file: "file upload",
  address: "string",
};

/** What OPTIONS says about the fields of a model's bodies. */
export function describeFields(model: Model): Json {
  const names = [...new Set([...shownNames(model), ...Object.keys(model.fields)])];
  return Object.fromEntries(names.map((name) => [name, describe(name, model.fields[name])]));
}

function describe(name: string, field: Field | undefined): JsonObject {
  const words = name.replace(/^_/, "").replaceAll("_", " ");
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  if (field === undefined)
    return { type: name === "id" ? "integer" : "field", required: false, read_only: true, label };
  return {
    type: types[field.kind],
    required: field.required ?? false,
    read_only: field.readOnly ?? false,
    label,
    ...(field.max === undefined ? {} : { [field.kind === "integer" ? "max_value" : "max_length"]: field.max }),
    ...(field.min === undefined ? {} : { min_value: field.min }),
    ...(field.choices === undefined
      ? {}
      : { choices: Object.entries(field.choices).map(([value, text]) => ({ value, display_name: text })) }),
  };
}
