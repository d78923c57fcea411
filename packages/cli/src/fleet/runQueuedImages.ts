import { resolve } from "node:path";
import type { BatchProgress } from "@latchkey/helios";
import { type FleetReport, fleetBatch } from "@latchkey/redis";
import { UsageError } from "@latchkey/session";
import { progressBar } from "../helios/progressBar.ts";
import type { ImagesCommandOptions } from "../helios/runImages.ts";
import { type ImagesEnded, tellImages } from "../helios/tellImages.ts";
import type { Runner } from "../job/job.ts";
import type { FleetOptions } from "./fleetOptions.ts";
import { imagesThere, togetherIn } from "./imagesThere.ts";
import {
  batchName,
  fetchImage,
  type ImageDone,
  type ImageTask,
  imageQueue,
  markDirectory,
  settled,
} from "./imageTask.ts";
import { openFleet } from "./openFleet.ts";

/** Options of `helios images --queue`. */
export interface QueuedImagesOptions extends Omit<ImagesCommandOptions, "queue">, FleetOptions {
  /** ms. */
  readonly patience?: number;
}

/** Saves a camera's images by way of a queue, and tells what became of them; without Redis, by itself. */
export const runQueuedImages: Runner<QueuedImagesOptions> = async (job) => {
  const { from, to, out, existing, patience, concurrency = 10 } = job.options;
  const [camera = ""] = job.args;
  const { signal, terminal } = job;
  if (existing !== "keep") {
    throw new UsageError("option", `--existing ${existing} does not go with --queue.`, {
      hint: "Workers put each file in its place once: leave --existing out, or fetch into an empty directory.",
    });
  }
  const fleet = await openFleet(job);
  const { session, client } = fleet;
  try {
    const times = await session.cameras.images(camera, from, { signal, ...(to !== undefined && { endTime: to }) });
    const directory = resolve(out);
    const batch = batchName(session.apiUrl, camera, directory, from, to ?? "");
    const unmark = await markDirectory({ directory, batch });
    const ask = (wanted: readonly string[]): Promise<FleetReport<ImageTask, ImageDone>> => {
      const bar = progressBar(terminal, "images");
      const begun = new Date();
      let bytes = 0;
      return fleetBatch<ImageTask, ImageDone>({
        client,
        queue: imageQueue(session.apiUrl),
        id: batch,
        items: wanted.map((time) => ({ camera, time, directory, batch })),
        keyOf: ({ time }) => time,
        // A worker that lost Redis may have ended what it had in hand.
        local: async (task, stop) => settled(await fetchImage(session, task, stop), task, begun),
        localConcurrency: Math.min(concurrency, 1_000),
        ...(patience !== undefined && { patience }),
        onProgress({ latest, ...progress }) {
          if ("result" in latest && latest.result.status === "saved") bytes += latest.result.bytes;
          bar.update({ ...progress, bytes } satisfies BatchProgress);
        },
        onWarning: ({ message }) => terminal.warn(message),
        signal,
      }).finally(bar.end);
    };
    let report = await ask(times);
    const first = await imagesThere(report, directory);
    let ended: ImagesEnded = first;
    if (first.gone.length > 0 && !signal.aborted) {
      const { length } = first.gone;
      const what = length === 1 ? "One image that was saved is" : `${length} images that were saved are`;
      terminal.warn(`${what} not there any more: fetched again.`);
      report = await ask(first.gone);
      ended = togetherIn(times, first, await imagesThere(report, directory));
    }
    if (report.pending.length === 0) await unmark();
    else terminal.note("The workers go on with the rest. The same command joins the batch again.");
    return await tellImages(job, ended, times.length);
  } finally {
    await fleet.close();
  }
};
