import type { SqlValue } from "../../box/sqliteDriver.ts";
import { isDate } from "../record/coerce.ts";
import type { Filter } from "./filterTable.ts";

/** A filter value that cannot be read; the message is the API's. */
export class BadFilterValue extends Error {
  override readonly name = "BadFilterValue";
}

const parts = new Set(["year", "month", "day", "week", "week_day", "hour", "minute", "second"]);

/** Reads one value of a filter as what its column is compared with; undefined for text that a boolean filter ignores. */
export function filterValue({ field, lookup }: Filter, text: string): SqlValue | undefined {
  if (lookup === "isnull" || field.kind === "boolean")
    return { true: 1, True: 1, 1: 1, false: 0, False: 0, 0: 0 }[text];
  if (parts.has(lookup)) return number(text);
  switch (field.kind) {
    case "integer":
      return number(text);
    case "decimal":
      return Math.round(number(text) * 1e6) / 1e4;
    case "reference":
      if (!/^\s*\d{1,15}\s*$/.test(text)) throw new BadFilterValue(noSuchRecord);
      return Number(text);
    case "choice":
      if ((lookup === "exact" || lookup === "not_eq") && !Object.hasOwn(field.choices ?? {}, text)) {
        throw new BadFilterValue(`Select a valid choice. ${text} is not one of the available choices.`);
      }
      return text;
    case "date":
      return date(text);
    case "datetime":
      return datetime(text);
    case "text":
    case "email":
    case "address":
      return text.trim();
    case "json":
    case "file":
    case "references":
      throw new TypeError(`There are no filters for ${field.kind} columns.`);
  }
}

export const noSuchRecord = "Select a valid choice. That choice is not one of the available choices.";

function number(text: string): number {
  if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)) throw new BadFilterValue("Enter a number.");
  return Number(text);
}

function date(text: string): string {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text.trim());
  const [, month = "", day = "", year = ""] = american ?? [];
  // Two-digit years turn at 69, as in POSIX strptime.
  const full = year.length === 2 ? String(Number(year) + (Number(year) < 69 ? 2000 : 1900)) : year;
  const iso = american === null ? text.trim() : `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (!isDate(iso)) throw new BadFilterValue("Enter a valid date.");
  return iso;
}

/** ISO date or date and time, UTC unless it names a zone; as stored: UTC with microseconds. */
function datetime(text: string): string {
  const found =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(
      text.trim(),
    );
  const [, day = "", clock = "00:00", seconds = "00", fraction = "", zone = "Z"] = found ?? [];
  const offset =
    zone.toUpperCase() === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.replace(":", "").slice(3).padEnd(2, "0")}`;
  const time = isDate(day) ? Date.parse(`${day}T${clock}:${seconds}${offset}`) : Number.NaN;
  if (Number.isNaN(time)) throw new BadFilterValue("Enter a valid date/time.");
  return `${new Date(time).toISOString().slice(0, 19)}.${fraction.padEnd(6, "0")}Z`;
}
