import { UsageError } from "@latchkey/session";
import {
  AlertsFeatureCollection,
  CamerasFeatureCollection,
  CollectionsFeatureCollection,
  ObservationsFeatureCollection,
} from "./featureCollections.ts";

const KINDS = [
  AlertsFeatureCollection,
  CamerasFeatureCollection,
  CollectionsFeatureCollection,
  ObservationsFeatureCollection,
] as const;

type AnyFeatureCollection = InstanceType<(typeof KINDS)[number]>;

/** One by one, or as a list. */
type Several<C> = readonly C[] | readonly [readonly C[]];

/**
 * One collection with the features of several of the same kind, in order. Takes them one by one or as a list.
 *
 * @throws UsageError (`option`) for collections of different kinds, and for none at all
 *
 * @example
 * ```ts
 * const both = concatenateFeatureCollections(inNewYork.results, inOhio.results);
 * ```
 */
export function concatenateFeatureCollections(
  ...collections: Several<AlertsFeatureCollection>
): AlertsFeatureCollection;
export function concatenateFeatureCollections(
  ...collections: Several<CamerasFeatureCollection>
): CamerasFeatureCollection;
export function concatenateFeatureCollections(
  ...collections: Several<CollectionsFeatureCollection>
): CollectionsFeatureCollection;
export function concatenateFeatureCollections(
  ...collections: Several<ObservationsFeatureCollection>
): ObservationsFeatureCollection;
export function concatenateFeatureCollections(...collections: Several<AnyFeatureCollection>): AnyFeatureCollection {
  const all: readonly AnyFeatureCollection[] = collections.flat();
  const kind = KINDS.find((known) => all.length > 0 && all.every((collection) => collection instanceof known));
  if (kind === undefined) {
    throw new UsageError("option", "These cannot be one collection: give at least one, all of the same kind.");
  }
  const features = all.flatMap((collection) => [...collection.features]);
  // `kind` is the class that all of them are of, and takes features of that kind.
  return Reflect.construct(kind, [features]) as AnyFeatureCollection;
}
