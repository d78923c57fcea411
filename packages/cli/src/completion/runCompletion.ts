import type { Runner } from "../job/job.ts";
import { bashScript } from "./bashScript.ts";
import type { SHELLS } from "./completionCommand.ts";
import { fishScript } from "./fishScript.ts";
import { zshScript } from "./zshScript.ts";

// The library that knows what can follow has scripts too: they run what was typed, and offer no files.
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints the script of a shell. */
export const runCompletion: Runner = async ({ args: [shell], terminal }) => {
  for (const [name, script] of Object.entries(SCRIPTS)) if (name === shell) await terminal.out.write(`${script}\n`);
};
