import { refuseSecrets } from "./command/refuseSecrets.ts";
import { runJobs } from "./job/runJobs.ts";
import { buildProgram } from "./program.ts";

/** Runs one command line, to its exit code. */
export async function runCommand(args: string[]): Promise<void> {
  await runJobs(args, async (jobs) => {
    const program = buildProgram(jobs);
    if (args[0] === "complete") {
      // What the completion scripts call: everything after `--` is a command line that is not finished.
      const { completions } = await import("./completion/completions.ts");
      completions(program, process.env).parse(args.slice(args.indexOf("--") + 1));
      return;
    }
    await refuseSecrets(args);
    await program.parseAsync(args, { from: "user" });
  });
}
