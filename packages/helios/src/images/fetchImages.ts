import type { Flow, In, Mode } from "@latchkey/session";
import { requireDecoder } from "#pixels";
import { saveImages } from "#saveImages";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { Batch } from "../batches/batch.ts";
import { itemBatch } from "../batches/itemBatch.ts";
import { runBatch } from "../batches/runBatch.ts";
import type { ImageResult, LoadedImage, SavedImage } from "./image.ts";
import { type ImageOptions, imageShape, refuseExisting } from "./imageOptions.ts";
import type { ImageSources } from "./imageSources.ts";
import { loadImage } from "./loadImage.ts";

/** Fetches images: to a directory, or into memory. What `showImage` and `preview` are. */
export function fetchImages<M extends Mode, I>(
  calls: HeliosCalls<M>,
  sources: ImageSources<I>,
  options: ImageOptions,
): In<ImageResult<I, SavedImage<I> | LoadedImage<I>>>[M] {
  const work = function* (batch: Batch): Flow<ImageResult<I, SavedImage<I> | LoadedImage<I>>> {
    if (options.decode === true) yield* requireDecoder();
    if (options.outDir !== undefined) return yield* saveImages(calls, sources, options, batch);
    refuseExisting(Reflect.get(options, "existing"));
    return yield* loadAll(calls, sources, options, batch);
  };
  return runBatch(calls, options, work, imageShape);
}

function* loadAll<M extends Mode, I>(
  calls: HeliosCalls<M>,
  { inputs, pathOf }: ImageSources<I>,
  options: ImageOptions,
  batch: Batch,
): Flow<ImageResult<I, LoadedImage<I>>> {
  function* make(input: I): Flow<LoadedImage<I>> {
    return { input, ...(yield* loadImage(calls, pathOf(input), options)) };
  }
  const urlOf = (input: I): string => `${calls.apiUrl}/${pathOf(input)}`;
  const { succeeded, failed } = yield* itemBatch(inputs(), { method: "GET", cid: calls.cid, urlOf, make }, batch);
  return { images: succeeded, failed };
}
