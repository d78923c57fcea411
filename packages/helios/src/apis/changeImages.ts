import type { ApiResponse, Flow, In, Mode } from "@latchkey/session";
import type { Batch } from "../batches/batch.ts";
import type { BatchOptions, Timing } from "../batches/batchOptions.ts";
import { type ItemResults, itemBatch } from "../batches/itemBatch.ts";
import { runBatch } from "../batches/runBatch.ts";
import type { FeatureJson } from "../features/feature.ts";
import { type Asset, assetFields } from "./asset.ts";
import { type Collection, imagePath, imagesPath, requireCollection } from "./collectionPath.ts";
import type { HeliosCalls } from "./heliosCalls.ts";
import { listOf } from "./idOf.ts";
import { readObject } from "./readObject.ts";

/** One image that was added or removed. */
export interface ImageChange<I> {
  /** What was passed for it. */
  readonly input: I;
  /** The API's answer. */
  readonly reply: FeatureJson;
  /** Size of the answer. */
  readonly bytes: number;
}

/** What became of the images, each list in the order of the inputs. */
export type ImageChanges<I> = ItemResults<I, ImageChange<I>>;

/** Adds images, one request each. */
export function addImages<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  assets: Asset | readonly Asset[],
  options: BatchOptions,
): In<ImageChanges<Asset>>[M] {
  return runBatch(calls, options, (batch) => addAll(calls, collection, listOf(assets, "asset"), options, batch));
}

export function* addAll<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  assets: readonly Asset[],
  { timeout, deadline }: Timing,
  batch: Batch,
): Flow<ImageChanges<Asset>> {
  const path = imagesPath(collection);
  const make = function* (asset: Asset): Flow<ImageChange<Asset>> {
    const form = assetFields(asset);
    // The newest image of a camera is another one a little later; any other asset is the same image each time.
    const idempotent = form["camera_id"] === undefined || form["time"] !== undefined;
    const request = { form, timeout, deadline, patient: true, idempotent };
    return changed(asset, yield* calls.send<unknown>("POST", path, request));
  };
  const urlOf = (): string => `${calls.apiUrl}/${path}`;
  return yield* itemBatch(assets, { method: "POST", cid: calls.cid, urlOf, make }, batch);
}

/** Removes images, one request each. */
export function removeImages<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  names: string | readonly string[],
  options: BatchOptions,
): In<ImageChanges<string>>[M] {
  return runBatch(calls, options, function* (batch) {
    const { timeout, deadline } = options;
    requireCollection(collection);
    const make = function* (name: string): Flow<ImageChange<string>> {
      const request = { timeout, deadline, patient: true };
      return changed(name, yield* calls.send<unknown>("DELETE", imagePath(collection, name), request));
    };
    const urlOf = (name: string): string => `${calls.apiUrl}/${imagePath(collection, name)}`;
    const work = { method: "DELETE", cid: calls.cid, urlOf, make };
    return yield* itemBatch(listOf(names, "image name"), work, batch);
  });
}

function changed<I>(input: I, response: ApiResponse<unknown>): ImageChange<I> {
  const bytes = response.content.length;
  // A DELETE whose first answer was lost is answered with 404 when it is sent again: it is done.
  const done = response.ok && response.status === 404;
  return { input, reply: done ? { ok: true } : readObject(response), bytes };
}
