import { refuseSecrets } from "./command/refuseSecrets.ts";
import { runJobs } from "./job/runJobs.ts";
import { buildProgram } from "./program.ts";

/** Runs one command line, to its exit code. */
export async function runCommand(args: string[]): Promise<void> {
  await runJobs(args, async (jobs) => {
    if (args[0] === "complete") {
      // What the completion scripts call: everything after `--` is a command line that is not finished.
      const { complete } = await import("./completion/completions.ts");
      complete(buildProgram(jobs), process.env, args.slice(args.indexOf("--") + 1));
      return;
    }
    await refuseSecrets(args);
    const program = buildProgram(jobs, args[0]);
    const [first, second = ""] = args;
    // Help about what is no command is refused as what is no command: the parser would show the help of all.
    const isAbout =
      first !== "help" || !/^\w/.test(second) || program.commands.some((known) => known.name() === second);
    await program.parseAsync(isAbout ? args : args.slice(1), { from: "user" });
  });
}
