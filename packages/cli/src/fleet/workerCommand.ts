import type { Command } from "commander";
import { integer, seconds, secondsFrom } from "../command/globalOptions.ts";
import { leaf } from "../command/leaf.ts";
import type { Jobs } from "../job/runJobs.ts";
import { addLimit } from "./fleetOptions.ts";

/** `worker`: does what others put into a queue. */
export function workerCommand(jobs: Jobs): Command {
  const worker = leaf(jobs, {
    name: "worker",
    summary: "Do what `helios images --queue` puts into a queue, until Ctrl-C",
    about:
      "Do what `helios images --queue` puts into a queue, until Ctrl-C. Start as many as you like, on as many hosts as see " +
      "the same directories and have credentials of their own; together they keep within --rate. One that is killed has " +
      "its items taken over. Needs the packages bullmq and ioredis. Redis's password comes from LATCHKEY_QUEUE_PASSWORD.",
    examples: [
      ["latchkey worker --queue redis://redis.internal:6379", "one worker, ten images at once"],
      ["latchkey worker --queue redis://redis.internal:6379 --rate 600/min --concurrency 4", "in small steps"],
    ],
    load: async () => (await import("./runWorker.ts")).runWorker,
  });
  return addLimit(worker.requiredOption("--queue <url>", "the Redis of the queue: redis://host:6379"))
    .option("--concurrency <images>", "images at once. Default 10", integer(1, 1_000))
    .option(
      "--takeover <seconds>",
      "how long a worker may be silent before others do its images. Default 10",
      secondsFrom(1),
    )
    .option("--patience <seconds>", "how long to wait for Redis at the start. Default 3", seconds)
    .option("--url <url>", "another API than the profile's");
}
