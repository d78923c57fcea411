import { UsageError } from "@latchkey/session";
import { Interrupted } from "../job/interrupted.ts";
import type { Terminal } from "./terminal.ts";

/** What is asked for, and how else it can be given: said where there is nobody to ask. */
export interface Question {
  readonly what: string;
  readonly hint: string;
  /** The answer where nothing is typed. */
  readonly initial?: string | undefined;
  /** What is wrong with an answer, said before the next question. */
  readonly check?: ((answer: string) => string | undefined) | undefined;
}

/**
 * Asks for a line of text.
 *
 * @throws UsageError where there is nobody to ask; Interrupted when the answer is Ctrl-C or Ctrl-D
 */
export async function askText(terminal: Terminal, { what, hint, initial, check }: Question): Promise<string> {
  refuseWithoutTerminal(terminal, what, hint);
  const { text } = await import("@clack/prompts");
  return untilEnd((signal) =>
    text({
      message: what,
      output: process.stderr,
      signal,
      validate: (value) => {
        const answer = value || initial;
        return answer === undefined ? NEEDED : check?.(answer);
      },
      ...(initial !== undefined && { placeholder: initial, defaultValue: initial }),
    }),
  );
}

const NEEDED = "An answer is needed.";

/** Asks for a secret: what is typed is not shown. */
export async function askSecret(terminal: Terminal, { what, hint }: Question): Promise<string> {
  refuseWithoutTerminal(terminal, what, hint);
  const { password } = await import("@clack/prompts");
  return untilEnd((signal) =>
    password({
      message: what,
      output: process.stderr,
      signal,
      validate: (value) => ((value ?? "") === "" ? NEEDED : undefined),
    }),
  );
}

function refuseWithoutTerminal(terminal: Terminal, what: string, hint: string): void {
  if (terminal.canAsk) return;
  throw new UsageError("option", `${what} is missing, and there is no terminal to ask at.`, { hint });
}

/** Asks, and ends with Ctrl-D too, for which the prompts have no answer. */
async function untilEnd(ask: (signal: AbortSignal) => Promise<string | symbol>): Promise<string> {
  const end = new AbortController();
  const listen = (_text: unknown, key?: { readonly ctrl?: boolean; readonly name?: string }): void => {
    if (key?.ctrl === true && key.name === "d") end.abort();
  };
  process.stdin.on("keypress", listen);
  try {
    const answer = await ask(end.signal);
    // What the prompts answer for Ctrl-C and Escape, and when they are ended.
    if (typeof answer === "symbol") throw new Interrupted("SIGINT");
    return answer;
  } finally {
    process.stdin.removeListener("keypress", listen);
  }
}
