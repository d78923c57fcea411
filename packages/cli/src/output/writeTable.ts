import type { Terminal } from "../terminal/terminal.ts";
import { ownColumns } from "./columns.ts";
import type { Rows } from "./output.ts";
import { headLine, layOut, rowLine, type TableLayout } from "./table.ts";

/** Rows that decide how wide the columns are; what comes later is fitted to them, so that long lists need no memory. */
const MEASURED = 200;

/** Writes rows as a table on stdout; says on stderr what it had no room for. Returns how many there were. */
export async function writeTable(
  rows: Rows,
  columns: readonly string[] | undefined,
  terminal: Terminal,
): Promise<number> {
  const { out } = terminal;
  const first: unknown[] = [];
  let layout: TableLayout | undefined;
  let count = 0;

  async function begin(): Promise<TableLayout> {
    const made = layOut(first, columns ?? ownColumns(first), out.width);
    if (first.length > 0) await out.write(`${headLine(made, out)}\n`);
    for (const row of first) await out.write(`${rowLine(made, row)}\n`);
    return made;
  }

  try {
    for await (const row of rows) {
      count += 1;
      if (layout !== undefined) await out.write(`${rowLine(layout, row)}\n`);
      else if (first.push(row) === MEASURED) layout = await begin();
    }
  } finally {
    // Whatever ended them: rows that have come are written.
    layout ??= await begin();
  }
  if (layout.hidden.length > 0) {
    const names = layout.hidden.join(",");
    terminal.note(terminal.err.style("dim", `No room for ${names}: choose with --columns, or use --json.`));
  }
  return count;
}
