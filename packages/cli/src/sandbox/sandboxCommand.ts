import { Argument, type Command } from "commander";
import { integer } from "../command/globalOptions.ts";
import { leaf } from "../command/leaf.ts";
import type { Jobs } from "../job/runJobs.ts";

/** `sandbox`: servers to try things on. */
export function sandboxCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "sandbox",
    summary: "Run embedded Keystone and Helios servers until Ctrl-C",
    about:
      "Run embedded, stateful servers on this machine, and say how to sign in to them. What you change there is kept " +
      "in --data; without it, it is gone when they end.",
    examples: [
      ["latchkey sandbox all --seed 1", "both, filled with believable data"],
      ["latchkey sandbox keystone --port 8000 --data ./keystone-data", "the same one again tomorrow"],
    ],
    load: async () => (await import("./runSandbox.ts")).runSandbox,
  })
    .addArgument(new Argument("[which]", "which server").choices(["keystone", "helios", "all"]).default("all"))
    .option(
      "--port <port>",
      "TCP port; with all, Helios gets the next one. Default: any that is free",
      integer(0, 65_534),
    )
    .option("--data <directory>", "keep the data there; default: in memory")
    .option(
      "--seed <number>",
      "fill an empty server with data, the same for the same number",
      integer(0, 4_294_967_295),
    )
    .option("--no-throttle", "switch the rate limits off");
}
