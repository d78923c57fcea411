import { fleetWorker } from "@latchkey/redis";
import type { HeliosCommandOptions } from "../helios/openHelios.ts";
import type { Runner } from "../job/job.ts";
import type { FleetOptions } from "./fleetOptions.ts";
import { fetchImage, type ImageDone, type ImageTask, imageQueue, imageTask, settled } from "./imageTask.ts";
import { openFleet } from "./openFleet.ts";

/** Options of `worker`. */
export interface WorkerCommandOptions extends HeliosCommandOptions, FleetOptions {
  /** ms. */
  readonly takeover?: number;
}

/** How long items in hand may take to end when the worker is told to, in ms. */
const GRACE = 700;

/** Does what is in a queue until it is interrupted. */
export const runWorker: Runner<WorkerCommandOptions> = async ({ signal, ...rest }) => {
  const job = { ...rest, signal };
  const { terminal, out, options } = job;
  const fleet = await openFleet(job);
  try {
    const queue = imageQueue(fleet.session.apiUrl);
    const worker = await fleetWorker<ImageTask, ImageDone>({
      client: fleet.client,
      queue,
      concurrency: options.concurrency ?? 10,
      ...(options.takeover !== undefined && { takeover: options.takeover }),
      async perform(item, { signal: end, again, since }) {
        const task = imageTask(item);
        const done = await fetchImage(fleet.session, task, end);
        return again ? settled(done, task, since) : done;
      },
      onItem(item, outcome) {
        if (out.format === "ndjson") void out.record({ ...item, ...("result" in outcome ? outcome.result : outcome) });
      },
      onWarning: ({ message }) => terminal.warn(message),
    });
    terminal.note(`Working on ${queue}. Ctrl-C ends it; what it has not finished goes back.`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await worker.stop(GRACE);
    const failed = worker.failed > 0 ? `, ${worker.failed} failed` : "";
    terminal.note(`${worker.done} items done${failed}.`);
  } finally {
    await fleet.close();
  }
};
