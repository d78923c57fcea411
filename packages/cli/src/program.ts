import { Command } from "commander";
import { accountCommands } from "./account/commands.ts";
import { addGlobalOptions } from "./command/globalOptions.ts";
import type { Commands } from "./command/leaf.ts";
import { completionCommand } from "./completion/completionCommand.ts";
import { doctorCommand } from "./doctor/doctorCommand.ts";
import { workerCommand } from "./fleet/workerCommand.ts";
import { heliosCommand } from "./helios/commands.ts";
import type { Jobs } from "./job/runJobs.ts";
import { keystoneCommands } from "./keystone/commands.ts";
import { sandboxCommand } from "./sandbox/sandboxCommand.ts";
import { version } from "./version.ts";

const ABOUT = "Sessions with Keystone (HPC allocations) and Helios (weather cameras), for people and for scripts.";

const AFTER = `
Start here:
  $ latchkey sandbox keystone              a server of your own to try things on
  $ latchkey login keystone --url URL      sign in; the session is kept for the commands that follow
  $ latchkey list users/teams              all rows of any list
  $ latchkey helios cameras --state Ohio   weather cameras

Exit codes: 0 ok, 1 error, 2 usage, 3 part of a batch failed, 4 not signed in, 5 not found,
            6 rate limited, 7 network or time-out, 8 conflict, 130/143 interrupted.`;

const commands: Commands = {
  ...accountCommands,
  ...keystoneCommands,
  helios: heliosCommand,
  worker: workerCommand,
  sandbox: sandboxCommand,
  doctor: doctorCommand,
  completion: completionCommand,
};

/**
 * The command line. Building it loads nothing of what its commands do.
 *
 * @param wanted - what is to be run: where a command has that name, it is built alone
 */
export function buildProgram(jobs: Jobs, wanted?: string): Command {
  const program = addGlobalOptions(new Command("latchkey"))
    .description(ABOUT)
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .addHelpText("after", AFTER);
  const alone = wanted !== undefined && Object.hasOwn(commands, wanted);
  for (const [name, build] of Object.entries(commands)) {
    if (!alone || name === wanted) program.addCommand(build(jobs));
  }
  return settle(program, jobs);
}

/** Errors are reported in one place, as all others are; global options show in the help of every command. */
function settle(command: Command, jobs: Jobs): Command {
  command
    .exitOverride()
    // What is written there is the help of a command that holds others, where none of them was given.
    .configureOutput({ outputError: () => {}, ...(jobs.asJson && { writeErr: () => {} }) })
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .showSuggestionAfterError();
  for (const child of command.commands) settle(child, jobs);
  return command;
}
