import { Argument, type Command } from "commander";
import { leaf } from "../command/leaf.ts";
import type { Jobs } from "../job/runJobs.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** `completion SHELL`. */
export function completionCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "completion",
    summary: "Print the script that makes a shell complete latchkey's commands",
    examples: [
      ["source <(latchkey completion bash)", "for this shell; put it into ~/.bashrc for all"],
      ["latchkey completion zsh > ~/.zfunc/_latchkey", "where zsh looks for functions"],
      ["latchkey completion fish > ~/.config/fish/completions/latchkey.fish", "where fish looks"],
    ],
    load: async () => (await import("./runCompletion.ts")).runCompletion,
  }).addArgument(new Argument("<shell>", "which shell").choices(SHELLS));
}
