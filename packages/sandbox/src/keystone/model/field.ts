import type { Json } from "../http/json.ts";
import type { ModelName } from "./model.ts";

/** The value types of columns; each has its own way in (coerce.ts), out (output.ts) and its own filters (filterTable.ts). */
export type FieldKind =
  | "text"
  | "email"
  | "choice"
  | "integer"
  | "decimal"
  | "boolean"
  | "date"
  | "datetime"
  | "reference"
  | "references"
  | "json"
  | "file"
  | "address";

/** One field of a model: a column, or for `references` a table of pairs. */
export interface Field {
  kind: FieldKind;
  /** Must be in the body of POST and PUT. */
  required?: boolean;
  nullable?: boolean;
  /** May be the empty string; nullable text always may. */
  blank?: boolean;
  /** Never taken from a body. */
  readOnly?: boolean;
  /** Never shown. */
  writeOnly?: boolean;
  /** Set when the record is made, ignored ever after. */
  immutable?: boolean;
  max?: number;
  min?: number;
  pattern?: { expression: RegExp; message: string };
  unique?: boolean;
  choices?: Record<string, string>;
  to?: ModelName;
  /** What the column holds when a new record says nothing. */
  initial?: Json;
  /** The API's own default for POST and PUT, also for an absent checkbox in a form. */
  whenAbsent?: Json;
  /** The caller is the default for POST and PUT. */
  callerWhenAbsent?: boolean;
  /** Filled with the time when the record is `created` or each time it is `saved`. */
  stamp?: "created" | "saved";
  /** No filters for this column. */
  unfiltered?: boolean;
}

type Options = Omit<Field, "kind">;

const make =
  (kind: FieldKind) =>
  (options: Options = {}): Field => ({ kind, ...options });

/** Makers of fields, so that a model reads like a table. */
export const fields = {
  text: make("text"),
  email: make("email"),
  integer: make("integer"),
  decimal: make("decimal"),
  boolean: make("boolean"),
  date: make("date"),
  datetime: make("datetime"),
  json: make("json"),
  file: make("file"),
  address: make("address"),
  choice: (choices: Record<string, string>, options: Options = {}): Field => ({ kind: "choice", choices, ...options }),
  reference: (to: ModelName, options: Options = {}): Field => ({ kind: "reference", to, ...options }),
  references: (to: ModelName): Field => ({ kind: "references", to }),
};

/** Is the field a column of its model's own table? */
export function isColumn(field: Field): boolean {
  return field.kind !== "references";
}
