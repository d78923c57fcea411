import { CommanderError } from "commander";
import type { GlobalOptions } from "../command/globalOptions.ts";
import { openTerminal } from "../terminal/terminal.ts";
import { commandLineOf } from "./commandLine.ts";
import { EXIT } from "./exitCode.ts";
import type { Runner } from "./job.ts";
import { watchInterrupts } from "./watchInterrupts.ts";

/** Runs what the command line asks for. */
export interface Jobs {
  /** Whether an error is told as one JSON object: nothing else is shown then. */
  readonly asJson: boolean;
  start<O extends object>(runner: Runner<O>, args: readonly string[], options: GlobalOptions & O): Promise<void>;
}

/**
 * Parses and runs one command line, and turns however it ended into an exit code. The process ends by itself
 * afterwards: what was written is written.
 */
export async function runJobs(args: readonly string[], parse: (jobs: Jobs) => Promise<unknown>): Promise<void> {
  const terminal = openTerminal(process.env);
  // Asked before anything is parsed: a command line that cannot be parsed is reported that way too.
  const asJson = args.includes("--json") || args.includes("--ndjson");
  const report = async (error: unknown): Promise<void> => {
    // Loaded here: most commands need none of it, and `--help` must be fast.
    const { failWith } = await import("./failWith.ts");
    process.exitCode = failWith(error, terminal, asJson);
  };
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads (head, a pager) has seen enough: nothing went wrong.
    if (error.code === "EPIPE") process.exit(EXIT.ok);
    void report(error).finally(() => process.exit(EXIT.error));
  });
  // Nobody is left to tell.
  process.stderr.on("error", () => {});
  const interrupts = watchInterrupts();

  const jobs: Jobs = {
    asJson,
    async start(runner, given, options) {
      const { openJob } = await import("./openJob.ts");
      const { signal } = interrupts;
      const job = await openJob({
        args: given,
        options,
        terminal,
        signal,
        commandLine: commandLineOf(args),
        words: args,
      });
      process.exitCode = (await runner(job)) ?? EXIT.ok;
    },
  };

  try {
    await parse(jobs);
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    if (interrupts.interrupted === undefined && !isHelp) await report(error);
  } finally {
    interrupts.stop();
  }
  if (interrupts.interrupted !== undefined) process.exitCode = interrupts.interrupted.exitCode;
}
