import { call, type Flow, type Mode } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { Batch } from "../batches/batch.ts";
import { itemBatch } from "../batches/itemBatch.ts";
import type { ImageResult, SavedImage } from "./image.ts";
import { ImageFolder } from "./imageFolder.ts";
import type { SaveImageOptions } from "./imageOptions.ts";
import type { ImageSources } from "./imageSources.ts";
import { NameClaims } from "./nameClaims.ts";
import { type SaveContext, saveImage } from "./saveImage.ts";
import { StartGate } from "./startGate.ts";

/** Saves images to the directory of the options, each whole or not at all. */
export function* saveImages<M extends Mode, I>(
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
  const { succeeded, failed } = yield* itemBatch(list, { method: "GET", cid: calls.cid, urlOf, make }, batch);
  return { images: succeeded.map(({ image }) => image), failed };
}
