import { UsageError } from "@latchkey/session";
import type { Job, Runner } from "../job/job.ts";
import type { HeliosCommandOptions } from "./openHelios.ts";
import { openHelios } from "./openHelios.ts";
import { progressBar } from "./progressBar.ts";
import { tellImages } from "./tellImages.ts";

/** Options of `helios images`. */
export interface ImagesCommandOptions extends HeliosCommandOptions {
  readonly from: string;
  readonly to?: string;
  readonly out: string;
  readonly existing: "keep" | "replace" | "error";
  readonly queue?: string;
}

/** What only a fleet has. */
const FLEET = { rate: "--rate", inFlight: "--in-flight", patience: "--patience" } as const;

/** Saves a camera's images between two times; those that are there already are not fetched again. */
export const runImages: Runner<ImagesCommandOptions> = async (job) => {
  const { queue, ...options } = job.options;
  if (queue === undefined) {
    for (const [name, flag] of Object.entries(FLEET)) {
      if (Object.hasOwn(options, name)) throw new UsageError("option", `${flag} goes with --queue.`);
    }
    return saveImages(job);
  }
  // Only who has a fleet loads what is for one.
  const { runQueuedImages } = await import("../fleet/runQueuedImages.ts");
  return runQueuedImages({ ...job, options: { ...options, queue } });
};

async function saveImages(job: Job<ImagesCommandOptions>): Promise<number> {
  const { from, to, out: outDir, existing } = job.options;
  const [camera = ""] = job.args;
  await using session = await openHelios(job);
  const times = await session.cameras.images(camera, from, {
    signal: job.signal,
    ...(to !== undefined && { endTime: to }),
  });
  const bar = progressBar(job.terminal, "images");
  const options = { outDir, existing, signal: job.signal, onProgress: bar.update };
  const result = await session.cameras.showImage(camera, times, options).finally(bar.end);
  return tellImages(job, result, times.length);
}
