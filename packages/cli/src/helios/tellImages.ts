import { resolve } from "node:path";
import type { SavedImage, Time } from "@latchkey/helios";
import { EXIT } from "../job/exitCode.ts";
import type { Job } from "../job/job.ts";
import { typedHint } from "../job/typedHint.ts";
import { megabytes } from "./progressBar.ts";

/** What became of the images that were asked for. */
export interface ImagesEnded {
  readonly images: readonly Pick<SavedImage<Time>, "input" | "file" | "bytes" | "status">[];
  readonly failed: readonly {
    readonly input: Time;
    readonly error: { readonly message: string; readonly hint?: string | undefined };
  }[];
}

const MOST_TOLD = 5;

/** Writes what became of images, and how to go on; returns the exit code. */
export async function tellImages(
  job: Job<{ readonly out: string }>,
  { images, failed }: ImagesEnded,
  total: number,
): Promise<number> {
  const { out, terminal, signal, commandLine } = job;
  const rows = images.map(({ input, file, bytes, status }) => ({ time: input, file, bytes, status }));
  if (out.format !== "table" || out.columns !== undefined) await out.rows(rows);
  // What was not begun because of Ctrl-C is no failure to tell of.
  const told = signal.aborted ? [] : failed.slice(0, MOST_TOLD);
  for (const { input, error } of told) terminal.warn(`${String(input)}: ${error.message}`);
  if (!signal.aborted && failed.length > MOST_TOLD) terminal.warn(`… and ${failed.length - MOST_TOLD} more.`);
  const hint = told.find(({ error }) => error.hint !== undefined)?.error.hint;
  if (hint !== undefined) terminal.note(`Hint: ${typedHint(hint)}`);
  const saved = images.filter(({ status }) => status === "saved");
  const size = saved.reduce((sum, { bytes }) => sum + bytes, 0);
  const kept = images.length - saved.length;
  const parts = [
    `${saved.length} saved (${megabytes(size)})`,
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(failed.length > 0 && !signal.aborted ? [`${failed.length} failed`] : []),
  ];
  terminal.note(`${images.length} of ${total} images in ${resolve(job.options.out)}: ${parts.join(", ")}.`);
  // What was saved is there by now, and would be in the way.
  const again = commandLine.replace(/ --existing[ =](?:'error'|error)(?= |$)/, "");
  if (signal.aborted || failed.length > 0) terminal.note(`To go on where this stopped: ${again}`);
  return failed.length > 0 ? EXIT.partial : EXIT.ok;
}
