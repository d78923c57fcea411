import { endpoint } from "@latchkey/session";
import type { CollectionsFeature } from "../features/collectionsFeature.ts";
import { type IdOr, idOf } from "./idOf.ts";

/** A collection, by its id or itself. */
export type Collection = IdOr<CollectionsFeature>;

export function collectionPath(collection: Collection): string {
  return endpoint`collections/${idOf(collection, "collection")}`;
}

/** @throws UsageError for what cannot be one: better known once than for each of its images */
export function requireCollection(collection: Collection): void {
  collectionPath(collection);
}

export function imagesPath(collection: Collection): string {
  return `${collectionPath(collection)}/images`;
}

export function imagePath(collection: Collection, name: string): string {
  return `${imagesPath(collection)}/${endpoint`${idOf(name, "image name")}`}`;
}
