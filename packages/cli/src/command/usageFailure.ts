import { UsageError } from "@latchkey/session";
import type { CommanderError } from "commander";

const WHERE = "See latchkey --help, or --help after any command.";

/** What the parser found wrong, as the error that any other bad input is. */
export function usageFailure({ code, message }: CommanderError): UsageError {
  if (code === "commander.help") return new UsageError("option", "A command is missing.", { hint: WHERE });
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  const suggestion = /\((Did you mean .*\?)\)/.exec(rest.join(" "))?.[1];
  return new UsageError("option", /[.?!]$/.test(sentence) ? sentence : `${sentence}.`, {
    hint: [suggestion, WHERE].filter(Boolean).join(" "),
  });
}
