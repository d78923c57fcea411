import { boolean, checkOptions, type Flow, type Mode, UsageError } from "@latchkey/session";
import { type CallOptions, callShape } from "../batches/batchOptions.ts";
import { placing } from "../batches/placed.ts";
import type { CamerasFeature } from "../features/camerasFeature.ts";
import { asNumber } from "../features/feature.ts";
import { imageNames } from "../pages/imageNames.ts";
import { type Collection, collectionPath } from "./collectionPath.ts";
import type { HeliosCalls } from "./heliosCalls.ts";
import { type IdOr, idOf } from "./idOf.ts";
import { readObject, readTexts } from "./readObject.ts";

/** Options of `collections.images`. */
export interface CollectionImagesOptions extends CallOptions {
  /** Only the images of this camera. Default: all. */
  readonly camera?: IdOr<CamerasFeature> | undefined;
  /** With `camera`: names of the old format, which begin with its id, without four digits before it. Default false. */
  readonly oldFlag?: boolean | undefined;
}

/** Names that the API lists at once. */
export const MOST_NAMES = 200;

const shape = { ...callShape, camera: (value: unknown): unknown => value, oldFlag: boolean() } as const;

/** The names of a collection's images, page after page: each page says where the next begins. */
export function* listCollectionImages<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  options: CollectionImagesOptions,
): Flow<string[]> {
  const { camera, oldFlag, timeout, deadline } = checkOptions(options, shape);
  if (camera === undefined && oldFlag !== undefined) {
    throw new UsageError("option", "oldFlag is about the names of one camera: it needs a camera.");
  }
  const wanted = camera === undefined ? undefined : { camera: idOf(camera, "camera"), oldFlag: oldFlag ?? false };
  const path = collectionPath(collection);
  const ask = function* (marker: string): Flow<{ names: readonly string[]; limit: number }> {
    const params = { limit: MOST_NAMES, marker };
    const response = yield* calls.get<unknown>(path, { params, timeout, deadline, patient: true });
    return { names: readTexts(response, "images"), limit: asNumber(readObject(response)["limit"]) ?? 0 };
  };
  return yield* placing(calls, "GET", path, imageNames(ask, wanted));
}
