import { CommanderError } from "commander";
import { usageFailure } from "../command/usageFailure.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { describeFailure } from "./describeFailure.ts";
import { reportFailure } from "./reportFailure.ts";

/** Tells of what ended a command; returns its exit code. */
export function failWith(error: unknown, terminal: Terminal, asJson: boolean): number {
  const failure = describeFailure(error instanceof CommanderError ? usageFailure(error) : error);
  reportFailure(failure, terminal, asJson);
  return failure.exitCode;
}
