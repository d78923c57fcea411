import { openOutput } from "../output/output.ts";
import { formatOf } from "../output/outputFormat.ts";
import type { Job } from "./job.ts";
import { startLogging } from "./startLogging.ts";

/** Readies what every command has: the log shown on the terminal, and where its data goes. */
export async function openJob<O extends object>(given: Omit<Job<O>, "env" | "out">): Promise<Job<O>> {
  const { options, terminal } = given;
  await startLogging(terminal, options.debug === true);
  return { ...given, env: process.env, out: openOutput(terminal, formatOf(options), options.columns) };
}
