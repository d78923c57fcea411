import { type OkResponse, UsageError } from "@latchkey/session";
import { isObject } from "../output/columns.ts";
import type { Output } from "../output/output.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Writes what a server answered: a page of a list as its rows (as it is, for programs), JSON as a value, else text. */
export async function showResponse(response: OkResponse<unknown>, out: Output, terminal: Terminal): Promise<void> {
  if (response.content.length === 0) {
    terminal.note(terminal.err.style("dim", `${response.status}: done; the answer is empty.`));
    return;
  }
  const type = response.header("content-type") ?? "";
  if (!/\bjson\b/.test(type)) {
    if (isText(type, response.content)) await out.text(response.text());
    else await writeBytes(response.content, type, out, terminal);
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

/** By its type, where it says; else by whether it is UTF-8. */
function isText(type: string, content: Uint8Array): boolean {
  if (/^text\/|\b(?:xml|yaml|javascript|x-www-form-urlencoded)\b|charset=/i.test(type)) return true;
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(content).includes("\0");
  } catch {
    return false;
  }
}

/** As they are, into a pipe or file. */
async function writeBytes(content: Uint8Array, type: string, { format }: Output, { out }: Terminal): Promise<void> {
  if (!out.isTerminal && format === "table") return out.write(content);
  const what = type === "" ? "bytes" : `bytes of ${type}`;
  const whom = out.isTerminal ? "no terminal can show" : "JSON has no form for";
  throw new UsageError("option", `The answer is ${content.length} ${what}, which ${whom}.`, {
    hint: "Save it with --out FILE, or send it on with > or |.",
    sent: true,
  });
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
