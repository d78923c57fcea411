import { type Flow, type In, type Mode, undecodable } from "@latchkey/session";
import { one } from "../batches/batch.ts";
import type { BatchOptions, Timing } from "../batches/batchOptions.ts";
import type { Failure } from "../batches/failure.ts";
import { runBatch } from "../batches/runBatch.ts";
import { CollectionsFeature } from "../features/collectionsFeature.ts";
import { asText } from "../features/feature.ts";
import { addAll } from "./changeImages.ts";
import { type CollectionFields, collectionForm } from "./collectionFields.ts";
import { type Collection, collectionPath } from "./collectionPath.ts";
import type { HeliosCalls } from "./heliosCalls.ts";
import { idOf } from "./idOf.ts";
import { listCollectionImages } from "./listCollectionImages.ts";
import { readObject } from "./readObject.ts";

/** What became of a copy. */
export interface CopyResult {
  /** Of the new collection. It is there even when images failed. */
  readonly id: string;
  /** Names of the images that are in it. */
  readonly copied: readonly string[];
  /** Those that are not, by name: add them again with `addImage`. */
  readonly failed: readonly Failure<string>[];
}

/** Makes a collection and returns its id. */
export function* createCollection<M extends Mode>(
  calls: HeliosCalls<M>,
  fields: CollectionFields,
  { timeout, deadline }: Timing,
): Flow<string> {
  const form = collectionForm(fields);
  const response = yield* calls.send<unknown>("POST", "collections", { form, timeout, deadline });
  const id = asText(readObject(response)["collection_id"]);
  if (id !== undefined && id !== "") return id;
  throw undecodable(response, "The API made a collection and did not say what its id is.", {
    hint: "Look for it with index.",
  });
}

/**
 * Copies a collection: what describes it, then its images. Nothing is made before all of it is known, and nothing once the
 * batch was stopped.
 */
export function copyCollection<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  newName: string,
  options: BatchOptions,
): In<CopyResult>[M] {
  return runBatch(calls, options, function* (batch): Flow<CopyResult> {
    const { timeout, deadline } = options;
    const timing: Timing = { timeout, deadline };
    const source = idOf(collection, "collection");
    const { id, names } = yield* one(batch.quietly(1, () => makeCopy(calls, source, newName, timing)));
    const assets = names.map((image) => ({ collection_id: source, image }));
    const { succeeded, failed } = yield* addAll(calls, id, assets, timing, batch);
    return {
      id,
      copied: succeeded.map(({ input }) => imageOf(input)),
      failed: failed.map(({ input, ...rest }) => ({ input: imageOf(input), ...rest })),
    };
  });
}

/** Reads the original, and makes a collection like it that has no images yet. */
function* makeCopy<M extends Mode>(
  calls: HeliosCalls<M>,
  source: string,
  newName: string,
  timing: Timing,
): Flow<{ readonly id: string; readonly names: readonly string[] }> {
  const request = { ...timing, params: { limit: 1 }, patient: true };
  const original = new CollectionsFeature(readObject(yield* calls.get<unknown>(collectionPath(source), request)));
  const names = yield* listCollectionImages(calls, source, timing);
  const { description = "", tags } = original;
  return { id: yield* createCollection(calls, { name: newName, description, tags }, timing), names };
}

function imageOf(asset: object): string {
  return "image" in asset ? String(asset.image) : "";
}
