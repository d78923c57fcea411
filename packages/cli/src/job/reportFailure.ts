import { printable, printableJson, printableText } from "../terminal/printable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Failure } from "./describeFailure.ts";

/** Tells of a failure on stderr: in lines, or with `--json` and `--ndjson` as one JSON object in one line. */
export function reportFailure(failure: Failure, terminal: Terminal, asJson: boolean): void {
  if (asJson) {
    terminal.note(printableJson(JSON.stringify({ error: failure })));
    return;
  }
  const { style } = terminal.err;
  terminal.note(`${style("red", "Error:")} ${printableText(failure.message)}`);
  if (failure.hint !== undefined) terminal.note(`${style("dim", "Hint:")} ${printableText(failure.hint)}`);
  if (failure.code === "defect") {
    terminal.note("This looks like a defect of latchkey: please report it with the command that you ran.");
  }
  if (failure.requestId !== undefined) terminal.note(style("dim", `Request id: ${printable(failure.requestId)}`));
}
