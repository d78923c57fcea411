import { Command } from "commander";
import type { Runner } from "../job/job.ts";
import type { Jobs } from "../job/runJobs.ts";
import type { GlobalOptions } from "./globalOptions.ts";

/** A command line to try, and what it does. */
export type Example = readonly [commandLine: string, what: string];

/** What a command is, without the code that does it. */
export interface Leaf<O extends object> {
  readonly name: string;
  readonly summary: string;
  /** More than the summary, for its help. */
  readonly about?: string;
  readonly examples: readonly Example[];
  /** Loads what does it, only when it is run: `--help` stays fast. */
  readonly load: () => Promise<Runner<O>>;
}

/** Commands by their names, each made when it is wanted: to make all of them takes longer than to load one that runs. */
export type Commands = Readonly<Record<string, (jobs: Jobs) => Command>>;

/** A command that does something; arguments and options are added to what it returns. */
export function leaf<O extends object>(jobs: Jobs, { name, summary, about, examples, load }: Leaf<O>): Command {
  const command = describe(new Command(name), summary, about, examples);
  return command.action(async () => {
    const options = command.optsWithGlobals<GlobalOptions & O>();
    await jobs.start(await load(), command.args, options);
  });
}

/** A command that only holds others. */
export function branch(name: string, summary: string, examples: readonly Example[]): Command {
  return describe(new Command(name), summary, undefined, examples);
}

function describe(command: Command, summary: string, about: string | undefined, examples: readonly Example[]): Command {
  const lines = examples.map(([line, what]) => `  $ ${line}\n      ${what}`);
  command.summary(summary).description(about ?? summary);
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}
