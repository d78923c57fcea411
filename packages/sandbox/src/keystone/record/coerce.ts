import type { SqlValue } from "../../box/sqliteDriver.ts";
import { type Json, pythonType } from "../http/json.ts";
import type { Field } from "../model/field.ts";

/** A value that a field does not take; the message is the API's. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Turns a body's value, not null, into what is stored. References are only read as ids here: whether they exist is asked later. */
export function coerce(field: Field, value: Json, form: boolean): SqlValue {
  switch (field.kind) {
    case "text":
    case "email":
    case "address":
      return text(field, value);
    case "integer":
      return integer(field, value);
    case "decimal":
      return decimal(value);
    case "boolean":
      return boolean(value);
    case "date":
      return date(value);
    case "choice":
      if (typeof value !== "object" && value !== "" && Object.hasOwn(field.choices ?? {}, String(value)))
        return String(value);
      throw new Refused(
        `"${typeof value === "object" ? JSON.stringify(value) : String(value)}" is not a valid choice.`,
      );
    case "reference":
      return reference(value);
    case "json":
      return json(value, form);
    case "datetime":
    case "file":
    case "references":
      throw new TypeError(`A ${field.kind} field is not written from a value.`);
  }
}

function text(field: Field, value: Json): string {
  if (typeof value !== "string" && typeof value !== "number") throw new Refused("Not a valid string.");
  const trimmed = String(value).trim();
  if (trimmed === "") {
    if (field.blank || field.nullable) return "";
    throw new Refused("This field may not be blank.");
  }
  if (trimmed.includes("\0")) throw new Refused("Null characters are not allowed.");
  if (/\p{Surrogate}/u.test(trimmed)) throw new Refused("Surrogate characters are not allowed.");
  if (field.max !== undefined && characters(trimmed) > field.max) {
    throw new Refused(`Ensure this field has no more than ${field.max} characters.`);
  }
  if (field.pattern !== undefined && !field.pattern.expression.test(trimmed)) throw new Refused(field.pattern.message);
  if (
    field.kind === "email" &&
    !/^[^\s@<>(),;:"[\]\\]+@(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}\d-]{2,}$/u.test(trimmed)
  ) {
    throw new Refused("Enter a valid email address.");
  }
  return trimmed;
}

function integer(field: Field, value: Json): number {
  const found =
    typeof value === "string" || typeof value === "number" ? /^\s*([+-]?\d+)(?:\.0*)?\s*$/.exec(String(value)) : null;
  if (found === null) throw new Refused("A valid integer is required.");
  const number = Number(found[1]);
  if (field.min !== undefined && number < field.min) {
    throw new Refused(`Ensure this value is greater than or equal to ${field.min}.`);
  }
  if (field.max !== undefined && number > field.max)
    throw new Refused(`Ensure this value is less than or equal to ${field.max}.`);
  return number;
}

function decimal(value: Json): number {
  const source = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(source);
  const [, sign, whole = "", part = "", exponent = "0"] = found ?? [];
  if (found === null || whole + part === "") throw new Refused("A valid number is required.");
  const places = part.length - Number(exponent);
  const digits = (whole + part).replace(/^0+/, "");
  const total = places >= 0 ? Math.max(digits.length, places) : digits.length - places;
  if (total > 14 && digits !== "") throw new Refused("Ensure that there are no more than 14 digits in total.");
  if (places > 2) throw new Refused("Ensure that there are no more than 2 decimal places.");
  if (digits !== "" && digits.length - places > 12) {
    throw new Refused("Ensure that there are no more than 12 digits before the decimal point.");
  }
  const hundredths = digits === "" ? 0 : Number(digits + "0".repeat(2 - places));
  return sign === "-" && hundredths !== 0 ? -hundredths : hundredths;
}

const words = new Map<string, number>([
  ...["t", "y", "yes", "true", "on", "1"].map((word): [string, number] => [word, 1]),
  ...["f", "n", "no", "false", "off", "0"].map((word): [string, number] => [word, 0]),
]);

function boolean(value: Json): number {
  const found = typeof value === "object" ? undefined : words.get(String(value).trim().toLowerCase());
  if (found === undefined) throw new Refused("Must be a valid boolean.");
  return found;
}

/** Is the text a day that exists, as YYYY-MM-DD? */
export function isDate(value: string): boolean {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (found === null || found[1] === "0000") return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

function date(value: Json): string {
  if (typeof value === "string" && isDate(value)) return value;
  throw new Refused("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.");
}

/** Reads an id; 0, which no record has, for a number that cannot be one. */
export function reference(value: Json): number {
  if (typeof value === "number") return Number.isInteger(value) ? value : 0;
  if (typeof value === "string" && /^\s*[+-]?\d{1,15}\s*$/.test(value)) return Number(value);
  throw new Refused(`Incorrect type. Expected pk value, received ${pythonType(value)}.`);
}

function json(value: Json, form: boolean): string {
  if (!form || typeof value !== "string") return JSON.stringify(value);
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    throw new Refused("Value must be valid JSON.");
  }
}

/** The length of text as Python counts it, in code points. */
export function characters(text: string): number {
  return Array.from(text).length;
}
