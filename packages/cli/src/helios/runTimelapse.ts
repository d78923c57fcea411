import { DecodeError, replaceFile, UsageError } from "@latchkey/session";
import sharp from "sharp";
import type { Runner } from "../job/job.ts";
import { requireOutFile } from "../output/outFile.ts";
import { imageFiles } from "./imageFiles.ts";
import { megabytes, progressBar } from "./progressBar.ts";

/** Options of `helios timelapse`. */
export interface TimelapseCommandOptions {
  readonly out: string;
  readonly fps: number;
  readonly width: number;
}

/** More would need gigabytes: every frame is in memory before the film is written. */
const MOST_FRAMES = 1_000;

/** Makes an animated WebP of the images in a directory. */
export const runTimelapse: Runner<TimelapseCommandOptions> = async (job) => {
  const { out, fps, width } = job.options;
  const [directory = ""] = job.args;
  if (!/\.webp$/i.test(out)) throw new UsageError("option", "--out must end in .webp.");
  requireOutFile(out);
  const files = await imageFiles(directory);
  if (files.length < 2) throw new UsageError("option", `One image makes no film: ${directory} has no other.`);
  if (files.length > MOST_FRAMES) {
    throw new UsageError("option", `${files.length} images are too many for one film: ${MOST_FRAMES} at most.`);
  }
  const height = await heightFor(files[0] ?? "", width);
  const bar = progressBar(job.terminal, "frames");
  const frames: Buffer[] = [];
  try {
    for (const file of files) {
      job.signal.throwIfAborted();
      frames.push(await frameOf(file, width, height));
      bar.update({ done: frames.length, failed: 0, total: files.length, bytes: 0 });
    }
  } finally {
    bar.end();
  }
  const delay = Math.round(1_000 / fps);
  const film = sharp(frames, { join: { animated: true } }).webp({
    quality: 70,
    loop: 0,
    delay: frames.map(() => delay),
  });
  // In memory first: what goes wrong with its file is the system's to say.
  const content = await film.toBuffer();
  const file = await replaceFile(out, content);
  const made = { file, frames: frames.length, width, height, bytes: content.length };
  if (job.out.format !== "table") await job.out.record(made);
  else job.terminal.note(`${made.frames} frames of ${width}×${height} in ${file} (${megabytes(content.length)}).`);
};

/** Frames are one size, the first one's shape. */
async function heightFor(file: string, width: number): Promise<number> {
  const { width: own, height } = await decoded(file, sharp(file).metadata());
  return Math.max(1, Math.round((width * height) / own));
}

function frameOf(file: string, width: number, height: number): Promise<Buffer> {
  const resized = sharp(file, { failOn: "truncated" }).resize(width, height, { fit: "contain", background: "black" });
  return decoded(file, resized.png({ compressionLevel: 1 }).toBuffer());
}

async function decoded<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new DecodeError(`${file} is no image that can be read.`, { hint: "Remove it, or fetch it again." });
  }
}
