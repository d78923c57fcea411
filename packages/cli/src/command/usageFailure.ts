import { UsageError } from "@latchkey/session";
import type { CommanderError } from "commander";

/** What the parser found wrong, as the error that any other bad input is. */
export function usageFailure({ message }: CommanderError): UsageError {
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  const suggestion = /\((Did you mean .*\?)\)/.exec(rest.join(" "))?.[1];
  return new UsageError("option", /[.?!]$/.test(sentence) ? sentence : `${sentence}.`, {
    hint: [suggestion, "See latchkey --help, or --help after any command."].filter(Boolean).join(" "),
  });
}
