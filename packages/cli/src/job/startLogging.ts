import { configure, type LogRecord } from "@logtape/logtape";
import { printable } from "../terminal/printable.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * Shows what the libraries log: warnings, such as a store that cannot be used; with `debug` each request too. Failures
 * are told once, by whoever they end. The records hold no header, body or query value.
 */
export async function startLogging(terminal: Terminal, debug: boolean): Promise<void> {
  await configure({
    sinks: { terminal: (record) => tell(record, terminal, debug) },
    loggers: [
      { category: "latchkey", lowestLevel: debug ? "debug" : "warning", sinks: ["terminal"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["terminal"] },
    ],
  });
}

function tell({ level, message, properties }: LogRecord, terminal: Terminal, debug: boolean): void {
  const text = printable(message.map(String).join(""));
  if (level === "warning") terminal.warn(text);
  else if (debug) terminal.note(terminal.err.style("dim", `${text}: ${requestLine(properties)}`));
}

function requestLine({ method, url, status_code: status, cid }: Record<string, unknown>): string {
  const words = [method, url, status, cid].filter((word) => word !== undefined && word !== "");
  return words.map((word) => printable(String(word))).join(" ");
}
