import type { OkResponse } from "@latchkey/session";
import { isObject } from "../output/columns.ts";
import type { Output } from "../output/output.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Writes what a server answered: a page of a list as its rows (as it is, for programs), JSON as a value, else text. */
export async function showResponse(response: OkResponse<unknown>, out: Output, terminal: Terminal): Promise<void> {
  if (response.content.length === 0) {
    terminal.note(terminal.err.style("dim", `${response.status}: done; the answer is empty.`));
    return;
  }
  if (!/\bjson\b/.test(response.header("content-type") ?? "")) {
    await out.text(response.text());
    return;
  }
  const value = response.json();
  const rows = out.format === "json" && out.columns === undefined ? undefined : rowsOf(value);
  if (rows === undefined) {
    await out.value(value, new TextDecoder().decode(response.content));
    return;
  }
  const shown = await out.rows(rows.results);
  if (out.format === "table" && shown < rows.count) {
    terminal.note(terminal.err.style("dim", `${shown} of ${rows.count}; all of them: latchkey list …`));
  }
}

interface RowsOfPage {
  readonly results: readonly unknown[];
  readonly count: number;
}

function rowsOf(value: unknown): RowsOfPage | undefined {
  if (!isObject(value) || !("results" in value) || !("count" in value)) return undefined;
  const { results, count } = value;
  return Array.isArray(results) && typeof count === "number" ? { results, count } : undefined;
}
