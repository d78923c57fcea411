import type { SqlValue } from "../../box/sqliteDriver.ts";
import type { Json } from "../http/json.ts";
import type { Field } from "../model/field.ts";

/** A stored value as answers show it. */
export function output(field: Field, value: SqlValue | undefined): Json {
  if (value === null || value === undefined) return null;
  switch (field.kind) {
    case "boolean":
      return value === 1;
    case "integer":
    case "reference":
      return Number(value);
    case "decimal":
      return formatDecimal(Number(value));
    case "json":
      return JSON.parse(String(value));
    case "text":
    case "email":
    case "choice":
    case "date":
    case "datetime":
    case "file":
    case "address":
    case "references":
      return String(value);
  }
}

/** Hundredths as text with two places. */
export function formatDecimal(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, "0");
  return `${hundredths < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A stored value as history shows it: Python's `str()` of it. */
export function historyText(field: Field | undefined, value: SqlValue | undefined): string {
  if (value === null || value === undefined) return "None";
  if (field === undefined) return String(value);
  if (field.kind === "boolean") return value === 1 ? "True" : "False";
  if (field.kind === "decimal") return formatDecimal(Number(value));
  if (field.kind === "datetime") return String(value).replace("T", " ").replace("Z", "");
  return String(value);
}
