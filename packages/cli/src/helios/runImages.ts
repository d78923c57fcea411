import { resolve } from "node:path";
import type { ImageResult, SavedImage, Time } from "@latchkey/helios";
import { EXIT } from "../job/exitCode.ts";
import type { Job, Runner } from "../job/job.ts";
import { type HeliosCommandOptions, openHelios } from "./openHelios.ts";
import { megabytes, progressBar } from "./progressBar.ts";

/** Options of `helios images`. */
export interface ImagesCommandOptions extends HeliosCommandOptions {
  readonly from: string;
  readonly to?: string;
  readonly out: string;
  readonly existing: "keep" | "replace" | "error";
}

type Result = ImageResult<Time, SavedImage<Time>>;

/** Saves a camera's images between two times; those that are there already are not fetched again. */
export const runImages: Runner<ImagesCommandOptions> = async (job) => {
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
  await tell(job, result, times.length);
  return result.failed.length > 0 ? EXIT.partial : EXIT.ok;
};

async function tell(job: Job<ImagesCommandOptions>, { images, failed }: Result, total: number): Promise<void> {
  const { out, terminal, signal, commandLine } = job;
  const rows = images.map(({ input, file, bytes, status }) => ({ time: input, file, bytes, status }));
  if (out.format !== "table" || out.columns !== undefined) await out.rows(rows);
  // What was not begun because of Ctrl-C is no failure to tell of.
  for (const { input, error } of signal.aborted ? [] : failed.slice(0, MOST_TOLD)) {
    terminal.warn(`${String(input)}: ${error.message}`);
  }
  if (!signal.aborted && failed.length > MOST_TOLD) terminal.warn(`… and ${failed.length - MOST_TOLD} more.`);
  const saved = images.filter(({ status }) => status === "saved");
  const size = saved.reduce((sum, { bytes }) => sum + bytes, 0);
  const kept = images.length - saved.length;
  const parts = [
    `${saved.length} saved (${megabytes(size)})`,
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(failed.length > 0 && !signal.aborted ? [`${failed.length} failed`] : []),
  ];
  terminal.note(`${images.length} of ${total} images in ${resolve(job.options.out)}: ${parts.join(", ")}.`);
  if (signal.aborted || failed.length > 0) terminal.note(`To go on where this stopped: ${commandLine}`);
}

const MOST_TOLD = 5;
