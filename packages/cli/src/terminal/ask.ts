import { UsageError } from "@latchkey/session";
import { Interrupted } from "../job/interrupted.ts";
import type { Terminal } from "./terminal.ts";

/** What is asked for, and how else it can be given: said where there is nobody to ask. */
export interface Question {
  readonly what: string;
  readonly hint: string;
  readonly initial?: string | undefined;
}

/**
 * Asks for a line of text.
 *
 * @throws UsageError where there is nobody to ask; Interrupted when the answer is Ctrl-C
 */
export async function askText(terminal: Terminal, { what, hint, initial }: Question): Promise<string> {
  refuseWithoutTerminal(terminal, what, hint);
  const { text } = await import("@clack/prompts");
  const answer = await text({
    message: what,
    output: process.stderr,
    validate: (value) => ((value ?? "") === "" ? "An answer is needed." : undefined),
    ...(initial !== undefined && { initialValue: initial }),
  });
  return answered(answer);
}

/** Asks for a secret: what is typed is not shown. */
export async function askSecret(terminal: Terminal, { what, hint }: Question): Promise<string> {
  refuseWithoutTerminal(terminal, what, hint);
  const { password } = await import("@clack/prompts");
  return answered(
    await password({
      message: what,
      output: process.stderr,
      validate: (value) => ((value ?? "") === "" ? "An answer is needed." : undefined),
    }),
  );
}

function refuseWithoutTerminal(terminal: Terminal, what: string, hint: string): void {
  if (terminal.canAsk) return;
  throw new UsageError("option", `${what} is missing, and there is no terminal to ask at.`, { hint });
}

function answered(answer: string | symbol): string {
  // What the prompts answer for Ctrl-C and Escape.
  if (typeof answer === "symbol") throw new Interrupted("SIGINT");
  return answer;
}
