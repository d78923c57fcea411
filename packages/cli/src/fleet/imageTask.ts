import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isAbsolute, join } from "node:path";
import type { AsyncHeliosSession, SavedImage } from "@latchkey/helios";
import { makeDirectory, TransportError, UsageError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";
import { isObject } from "../output/columns.ts";

/** One image as it lies in the queue: what to fetch and where to put it. No credentials, and no server of its own. */
export interface ImageTask {
  readonly camera: string;
  readonly time: string;
  /** Absolute path, the same on every host. */
  readonly directory: string;
  /** The name of the batch, whose caller has marked the directory with it. */
  readonly batch: string;
}

/** What a worker tells of an image. */
export type ImageDone = Pick<SavedImage<string>, "name" | "bytes" | "status">;

/** The queue of one server's images: a worker only ever takes work for the server that it has credentials for. */
export function imageQueue(apiUrl: string): string {
  return `helios-images.${apiUrl.replace(/^\w+:\/\//, "").replace(/[^\w.-]+/g, "-")}`.slice(0, 100);
}

/** The same arguments always make the same batch. */
export function batchName(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/**
 * Marks the directory of a batch: a worker that does not find the mark looks at another directory of the same name.
 * Returns how to take the mark away.
 */
export async function markDirectory({
  directory,
  batch,
}: Pick<ImageTask, "directory" | "batch">): Promise<() => Promise<void>> {
  const mark = markOf(directory, batch);
  try {
    makeDirectory(directory);
    await writeFile(mark, "");
  } catch (error) {
    throw new TransportError("disk", `The directory ${directory} cannot be written to (${fileErrorCode(error)}).`, {
      hint: "Choose another --out.",
    });
  }
  return () => rm(mark, { force: true });
}

/**
 * Fetches one image to its directory, where it gets its name once and only when it is whole.
 *
 * @throws TransportError (`disk`) when this host does not see the batch's directory; else what ended the request
 */
export async function fetchImage(
  session: AsyncHeliosSession,
  { camera, time, directory, batch }: ImageTask,
  signal: AbortSignal,
): Promise<ImageDone> {
  if (!existsSync(markOf(directory, batch))) {
    throw new TransportError("disk", `On ${hostname()}, ${directory} is not the directory that the batch writes to.`, {
      hint: "Mount the caller's directory under the same path on every host that runs a worker.",
    });
  }
  const { images, failed } = await session.cameras.showImage(camera, [time], { outDir: directory, signal });
  const [image] = images;
  if (image === undefined) throw failed[0]?.error ?? new Error("The image was neither saved nor failed.");
  const { name, bytes, status } = image;
  return { name, bytes, status };
}

/** An image that somebody saved for this batch, and died before saying so, was not there before it. */
export async function settled(done: ImageDone, { directory }: ImageTask, since: Date): Promise<ImageDone> {
  if (done.status === "saved") return done;
  const { mtimeMs } = await stat(join(directory, done.name));
  return mtimeMs < since.getTime() ? done : { ...done, status: "saved" };
}

/** What came from the queue, checked: others may write there too. */
export function imageTask(value: unknown): ImageTask {
  const names = ["camera", "time", "directory", "batch"];
  if (isObject(value) && names.every((name) => typeof Reflect.get(value, name) === "string")) {
    // All that it has is text.
    const task = value as ImageTask;
    if (isAbsolute(task.directory) && /^[0-9a-f]{32}$/.test(task.batch)) return task;
  }
  throw new UsageError("body", "The queue held an item that is no image to fetch.", {
    hint: "Use the same version of latchkey everywhere.",
  });
}

function markOf(directory: string, batch: string): string {
  return join(directory, `.latchkey-${batch}.batch`);
}
