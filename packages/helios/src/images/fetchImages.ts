import { call, type Flow, type In, type Mode } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { Batch } from "../batches/batch.ts";
import { itemBatch } from "../batches/itemBatch.ts";
import { runBatch } from "../batches/runBatch.ts";
import type { ImageResult, LoadedImage, SavedImage } from "./image.ts";
import { ImageFolder } from "./imageFolder.ts";
import { type ImageOptions, imageShape, refuseExisting, type SaveImageOptions } from "./imageOptions.ts";
import { loadImage } from "./loadImage.ts";
import { NameClaims } from "./nameClaims.ts";
import { requireDecoder } from "./pixelsOf.ts";
import { type SaveContext, saveImage } from "./saveImage.ts";
import { StartGate } from "./startGate.ts";

/** Which images a batch is about. */
export interface ImageSources<I> {
  /** Read when the batch begins. */
  readonly inputs: () => readonly I[];
  /** The API's path for an image. */
  readonly pathOf: (input: I) => string;
  /** Its name, where that can be told without asking. */
  readonly nameOf?: (input: I) => string;
}

/** Fetches images: to a directory, or into memory. What `showImage` and `preview` are. */
export function fetchImages<M extends Mode, I>(
  calls: HeliosCalls<M>,
  sources: ImageSources<I>,
  options: ImageOptions,
): In<ImageResult<I, SavedImage<I> | LoadedImage<I>>>[M] {
  const work = function* (batch: Batch): Flow<ImageResult<I, SavedImage<I> | LoadedImage<I>>> {
    if (options.decode === true) yield* requireDecoder();
    if (options.outDir !== undefined) return yield* saveAll(calls, sources, options, batch);
    refuseExisting(Reflect.get(options, "existing"));
    return yield* loadAll(calls, sources, options, batch);
  };
  return runBatch(calls, options, work, imageShape);
}

function* saveAll<M extends Mode, I>(
  calls: HeliosCalls<M>,
  { inputs, pathOf, nameOf }: ImageSources<I>,
  options: SaveImageOptions,
  batch: Batch,
): Flow<ImageResult<I, SavedImage<I>>> {
  const list = inputs();
  const folder = new ImageFolder(options.outDir, options.existing ?? "keep");
  yield* call(() => folder.prepare());
  const context: SaveContext<M> = { calls, folder, claims: new NameClaims(), options };
  const gate = new StartGate();
  function* make(input: I): Flow<{ image: SavedImage<I>; bytes: number }> {
    gate.pass();
    try {
      const image = yield* saveImage(context, pathOf(input), nameOf?.(input));
      if (image.status === "saved") gate.wrote();
      // What was there has not been received.
      return { image: { input, ...image }, bytes: image.status === "saved" ? image.bytes : 0 };
    } catch (error) {
      gate.failed(error);
      throw error;
    }
  }
  const urlOf = (input: I): string => `${calls.apiUrl}/${pathOf(input)}`;
  const { succeeded, failed } = yield* itemBatch(list, { urlOf, make }, batch);
  return { images: succeeded.map(({ image }) => image), failed };
}

function* loadAll<M extends Mode, I>(
  calls: HeliosCalls<M>,
  { inputs, pathOf }: ImageSources<I>,
  options: ImageOptions,
  batch: Batch,
): Flow<ImageResult<I, LoadedImage<I>>> {
  const gate = new StartGate();
  function* make(input: I): Flow<LoadedImage<I>> {
    gate.pass();
    try {
      return { input, ...(yield* loadImage(calls, pathOf(input), options)) };
    } catch (error) {
      gate.failed(error);
      throw error;
    }
  }
  const urlOf = (input: I): string => `${calls.apiUrl}/${pathOf(input)}`;
  const { succeeded, failed } = yield* itemBatch(inputs(), { urlOf, make }, batch);
  return { images: succeeded, failed };
}
