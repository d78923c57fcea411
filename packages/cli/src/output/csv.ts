import { printableText } from "../terminal/printable.ts";
import { cellText, isObject, valueAt } from "./columns.ts";

/** Rows as CSV (RFC 4180). Lists and objects are written as JSON. */
export function toCsv(rows: readonly object[], columns: readonly string[] | undefined): string {
  const names = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => names.map((name) => text(valueAt(row, name))));
  return [names.map(text), ...lines].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

function text(value: unknown): string {
  if (isObject(value)) return JSON.stringify(value);
  const plain = cellText(value);
  // A spreadsheet would take text that begins like this for a formula.
  return typeof value === "string" && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The same for a terminal or a file: within cells nothing may move a cursor, and line ends stay those of CSV. */
export function printableCsv(rows: readonly object[], columns: readonly string[] | undefined): string {
  return toCsv(rows, columns).split("\r\n").map(printableText).join("\r\n");
}
