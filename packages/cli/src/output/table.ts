import { printable } from "../terminal/printable.ts";
import type { Channel } from "../terminal/terminal.ts";
import { fitText, padText, textWidth } from "../terminal/textWidth.ts";
import { cellText, valueAt } from "./columns.ts";

const GAP = 2;
/** A column that has to shrink keeps at least this much, or is left out. */
const LEAST = 6;

interface Column {
  readonly name: string;
  readonly width: number;
  readonly right: boolean;
}

/** The columns of a table, laid out for the rows that are known. */
export interface TableLayout {
  readonly columns: readonly Column[];
  /** Columns that the terminal has no room for. */
  readonly hidden: readonly string[];
}

/** Fits columns to a width: the widest give way first, and the last ones are left out when that is not enough. */
export function layOut(rows: readonly unknown[], names: readonly string[], width: number): TableLayout {
  const wanted = names.map((name) => {
    const cells = rows.map((row) => valueAt(row, name));
    const texts = cells.map((cell) => textWidth(printable(cellText(cell))));
    const right = cells.length > 0 && cells.every((cell) => typeof cell === "number" || cell === null);
    return { name, width: texts.reduce((most, cell) => Math.max(most, cell), textWidth(printable(name))), right };
  });
  const room = wanted.length;
  for (let shown = room; shown > 0; shown -= 1) {
    const columns = shrink(wanted.slice(0, shown), width - GAP * (shown - 1));
    if (columns !== undefined) return { columns, hidden: names.slice(shown) };
  }
  return { columns: wanted.slice(0, 1).map((column) => ({ ...column, width })), hidden: names.slice(1) };
}

function shrink(columns: readonly Column[], room: number): readonly Column[] | undefined {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  if (total <= room) return columns;
  if (columns.reduce((sum, column) => sum + Math.min(column.width, LEAST), 0) > room) return undefined;
  // The level above which every column is cut, so that what is left fits.
  let level = Math.max(...columns.map((column) => column.width));
  const at = (limit: number): number => columns.reduce((sum, column) => sum + Math.min(column.width, limit), 0);
  while (level > LEAST && at(level) > room) level -= 1;
  return columns.map((column) => ({ ...column, width: Math.min(column.width, level) }));
}

/** The line with the names. */
export function headLine({ columns }: TableLayout, { style }: Channel): string {
  return line(
    columns,
    (column) => column.name,
    (text) => style("bold", text),
  );
}

/** The line of one row. */
export function rowLine({ columns }: TableLayout, row: unknown): string {
  return line(
    columns,
    (column) => cellText(valueAt(row, column.name)),
    (text) => text,
  );
}

function line(columns: readonly Column[], cell: (column: Column) => string, style: (text: string) => string): string {
  const cells = columns.map((column, index) => {
    const text = fitText(printable(cell(column)), column.width);
    const last = index === columns.length - 1 && !column.right;
    return style(last ? text : padText(text, column.width, column.right));
  });
  return cells.join(" ".repeat(GAP)).trimEnd();
}
