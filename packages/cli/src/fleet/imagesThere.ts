import { lstat } from "node:fs/promises";
import { resolve } from "node:path";
import type { FleetReport } from "@latchkey/redis";
import type { ImagesEnded } from "../helios/tellImages.ts";
import type { ImageDone, ImageTask } from "./imageTask.ts";

/** What became of a batch's images, as its report and their directory tell together. */
export interface ImagesThere extends ImagesEnded {
  /** Times of images that were saved and are not there: a batch remembers them, whatever becomes of their files. */
  readonly gone: readonly string[];
}

/** Looks at the files of a report, so that none is told of that is not there. */
export async function imagesThere(
  { done, failed }: FleetReport<ImageTask, ImageDone>,
  directory: string,
): Promise<ImagesThere> {
  const saved = done.map(({ input, result }) => ({
    input: input.time,
    file: resolve(directory, result.name),
    ...result,
  }));
  const looks = await Promise.all(saved.map(({ file }) => isThere(file)));
  return {
    images: saved.filter((_image, index) => looks[index]),
    gone: saved.flatMap(({ input }, index) => (looks[index] ? [] : [input])),
    failed: failed.map(({ input, error }) => ({ input: input.time, error })),
  };
}

/** An empty file is what a crash of the machine may leave, and no image. */
async function isThere(file: string): Promise<boolean> {
  const stats = await lstat(file).catch(() => undefined);
  return stats?.isFile() === true && stats.size > 0;
}

/** What a batch and the one that fetched again what was gone come to; what is gone once more has failed. */
export function togetherIn(times: readonly string[], first: ImagesThere, again: ImagesThere): ImagesEnded {
  const images = new Map([...first.images, ...again.images].map((image) => [image.input, image]));
  const failures = [...first.failed, ...again.failed, ...again.gone.map(lost)];
  const failed = new Map(failures.map((failure) => [failure.input, failure]));
  return {
    images: times.flatMap((time) => images.get(time) ?? []),
    failed: times.flatMap((time) => failed.get(time) ?? []),
  };
}

function lost(input: string): ImagesEnded["failed"][number] {
  const message = "It was saved, and is not in the directory.";
  const hint = "See that the directory is the same on every host, and that nobody removes what is in it.";
  return { input, error: { message, hint } };
}
