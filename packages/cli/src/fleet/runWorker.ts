import { PassThrough } from "node:stream";
import { fleetWorker } from "@latchkey/redis";
import { AuthenticationError } from "@latchkey/session";
import type { HeliosCommandOptions } from "../helios/openHelios.ts";
import type { Runner } from "../job/job.ts";
import type { FleetOptions } from "./fleetOptions.ts";
import { fetchImage, type ImageDone, type ImageTask, imageQueue, imageTask, settled } from "./imageTask.ts";
import { openFleet } from "./openFleet.ts";

/** Options of `worker`. */
export interface WorkerCommandOptions extends HeliosCommandOptions, FleetOptions {
  /** ms. */
  readonly takeover?: number;
  /** ms. */
  readonly patience?: number;
}

/** How long items in hand may take to end when the worker is told to, in ms. */
const GRACE = 700;

/** Does what is in a queue until it is interrupted, or has no credentials that the server takes. */
export const runWorker: Runner<WorkerCommandOptions> = async (job) => {
  const { terminal, out, options, signal } = job;
  const fleet = await openFleet(job);
  const unable = new AbortController();
  const rows = new PassThrough({ objectMode: true });
  let written: Promise<unknown> | undefined;
  try {
    const queue = imageQueue(fleet.session.apiUrl);
    const worker = await fleetWorker<ImageTask, ImageDone>({
      client: fleet.client,
      queue,
      concurrency: options.concurrency ?? 10,
      ...(options.takeover !== undefined && { takeover: options.takeover }),
      ...(options.patience !== undefined && { patience: options.patience }),
      async perform(item, { signal: end, again, since }) {
        const task = imageTask(item);
        try {
          const done = await fetchImage(fleet.session, task, end);
          return again ? await settled(done, task, since) : done;
        } catch (error) {
          // Whom the server refuses can do nothing here; others may.
          if (error instanceof AuthenticationError && error.reason !== "store") unable.abort(error);
          throw error;
        }
      },
      onItem(item, outcome) {
        rows.write({ ...item, ...("result" in outcome ? outcome.result : outcome) });
      },
      onWarning: ({ message }) => terminal.warn(message),
    });
    // With --json and --ndjson each item is a row; people are told at the end.
    if (out.format === "table") rows.resume();
    else written = out.rows(rows);
    terminal.note(`Working on ${queue}. Ctrl-C ends it; what it has not finished goes back.`);
    await aborted(AbortSignal.any([signal, unable.signal]));
    await worker.stop(GRACE);
    const failed = worker.failed > 0 ? `, ${worker.failed} failed` : "";
    terminal.note(`${worker.done} items done${failed}.`);
    unable.signal.throwIfAborted();
  } finally {
    rows.end();
    await written;
    await fleet.close();
  }
};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
