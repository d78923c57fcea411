import type { Command } from "commander";
import type { Runner } from "../job/job.ts";
import { completions } from "./completions.ts";

/** Prints the script of a shell. */
export function runCompletion(program: Command): Runner {
  return async ({ args: [shell = "bash"], env }) => {
    completions(program, env).setup("latchkey", "latchkey", shell);
  };
}
