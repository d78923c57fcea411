import type { GlobalOptions } from "../command/globalOptions.ts";
import type { Output } from "../output/output.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** One run of a command: what it was given, and where its results go. */
export interface Job<O extends object = object> {
  readonly args: readonly string[];
  readonly options: GlobalOptions & O;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Where data goes. */
  readonly out: Output;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  /** The command line that was given, for messages that say how to go on. It holds no secret: none is accepted there. */
  readonly commandLine: string;
  /** Its words, without the program's name. */
  readonly words: readonly string[];
}

/** What a command does; the exit code, where it is not 0. */
export type Runner<O extends object = object> = (job: Job<O>) => Promise<number | void>;
