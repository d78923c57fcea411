import type { Command } from "commander";
import { leaf } from "../command/leaf.ts";
import type { Jobs } from "../job/runJobs.ts";

/** `doctor`: what is wrong here? */
export function doctorCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "doctor",
    summary: "Check server, version, clock, proxy, certificate, store, permissions and lock",
    about: "Check what signing in and calling depend on, and say what to do. Exit code 1 when something does not work.",
    examples: [["latchkey doctor --json", "for a bug report: it holds no secret"]],
    load: async () => (await import("./runDoctor.ts")).runDoctor,
  });
}
