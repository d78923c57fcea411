import { printable, printableJson, printableText } from "../terminal/printable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { fitText, padText, textWidth } from "../terminal/textWidth.ts";
import { cellText, isObject, pickColumns, valueAt } from "./columns.ts";
import { layOutJson } from "./layOutJson.ts";
import { MissingColumns } from "./missingColumns.ts";
import type { OutputFormat } from "./outputFormat.ts";
import { writeTable } from "./writeTable.ts";

/** Things to write, whenever they come. */
export type Rows = AsyncIterable<unknown> | Iterable<unknown>;

/** Where the data of a command goes: stdout, in the format that was asked for. */
export interface Output {
  readonly format: OutputFormat;
  /** The fields that were asked for. */
  readonly columns: readonly string[] | undefined;
  /** Many things, written as they come; `columns` are those to show where none were asked for. Returns how many. */
  rows(rows: Rows, columns?: readonly string[]): Promise<number>;
  /** One thing: its fields below each other, or JSON. */
  record(record: object): Promise<void>;
  /** Whatever a server answered: rows, a record, or a plain value. `source`: its JSON, whose numbers stay as they are. */
  value(value: unknown, source?: string): Promise<void>;
  /** Text that is no JSON; control characters are shown, not obeyed. */
  text(text: string): Promise<void>;
}

/** The output of one command. */
export function openOutput(terminal: Terminal, format: OutputFormat, columns: readonly string[] | undefined): Output {
  const { out } = terminal;

  const json = (value: unknown, space = out.isTerminal ? 2 : 0): string =>
    printableJson(JSON.stringify(value ?? null, null, space));

  function tell({ told }: MissingColumns): void {
    if (told !== undefined) terminal.warn(told);
  }

  async function writeRows(rows: Rows, preferred?: readonly string[]): Promise<number> {
    const missing = new MissingColumns(columns);
    const looked = missing.of(rows);
    const count = await (format === "table"
      ? writeTable(looked, columns ?? preferred, terminal)
      : writeJsonRows(looked));
    tell(missing);
    return count;
  }

  async function writeJsonRows(rows: Rows): Promise<number> {
    let count = 0;
    for await (const row of rows) {
      const text = json(pickColumns(row, columns), 0);
      await out.write(format === "ndjson" ? `${text}\n` : `${count === 0 ? "[" : ","}\n${text}`);
      count += 1;
    }
    // Nothing is written before the first row is there: a list that cannot be had leaves stdout empty.
    if (format === "json") await out.write(count === 0 ? "[]\n" : "\n]\n");
    return count;
  }

  /** Laid out as the value would be. */
  async function writeSource(source: string, value: unknown): Promise<void> {
    const rowByRow = Array.isArray(value) && value.every(isObject);
    const pretty = out.isTerminal && !rowByRow;
    const layout = { levels: pretty ? Number.POSITIVE_INFINITY : Number(rowByRow), indent: pretty ? 2 : 0 };
    await out.write(`${printableJson(layOutJson(source, layout))}\n`);
  }

  async function writeRecord(record: object): Promise<void> {
    const missing = new MissingColumns(columns);
    missing.saw(record);
    if (format === "table") await writeFields(record);
    else await out.write(`${json(pickColumns(record, columns), format === "ndjson" ? 0 : undefined)}\n`);
    tell(missing);
  }

  async function writeFields(record: object): Promise<void> {
    const names = columns ?? Object.keys(record).filter((name) => !name.startsWith("_"));
    const width = Math.max(0, ...names.map((name) => textWidth(printable(name))));
    for (const name of names) {
      const text = printable(cellText(valueAt(record, name)));
      const label = out.style("bold", padText(printable(name), width));
      await out.write(`${label}  ${fitText(text, out.width - width - 2)}`.trimEnd().concat("\n"));
    }
  }

  return {
    format,
    columns,
    rows: writeRows,
    record: writeRecord,
    async value(value, source) {
      if (source !== undefined && format === "json" && columns === undefined) await writeSource(source, value);
      else if (Array.isArray(value) && (format === "ndjson" || value.every(isObject))) await writeRows(value);
      else if (isObject(value) && !Array.isArray(value)) await writeRecord(value);
      else await out.write(format === "table" ? `${printable(cellText(value))}\n` : `${json(value)}\n`);
    },
    async text(text) {
      if (format === "table") await out.write(printableText(text.endsWith("\n") || text === "" ? text : `${text}\n`));
      else await out.write(`${json(text)}\n`);
    },
  };
}
