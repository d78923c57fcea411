import { AlertsFeature } from "../features/alertsFeature.ts";
import { CamerasFeature } from "../features/camerasFeature.ts";
import { CollectionsFeature } from "../features/collectionsFeature.ts";
import {
  AlertsFeatureCollection,
  CamerasFeatureCollection,
  CollectionsFeatureCollection,
  ObservationsFeatureCollection,
} from "../features/featureCollections.ts";
import { ObservationsFeature } from "../features/observationsFeature.ts";
import type { Resource } from "../pages/resource.ts";
import type { Pairs } from "../parameters/pairs.ts";

export const alertsResource: Resource<AlertsFeature, AlertsFeatureCollection> = {
  path: "alerts",
  feature: (json) => new AlertsFeature(json),
  collect: (features) => new AlertsFeatureCollection(features),
};

export const camerasResource: Resource<CamerasFeature, CamerasFeatureCollection> = {
  path: "cameras",
  feature: (json) => new CamerasFeature(json),
  collect: (features) => new CamerasFeatureCollection(features),
};

export const observationsResource: Resource<ObservationsFeature, ObservationsFeatureCollection> = {
  path: "observations",
  feature: (json) => new ObservationsFeature(json),
  collect: (features) => new ObservationsFeatureCollection(features),
  axis: () => ({ min: "time_min", max: "time_max", timeOf: ({ time }) => time }),
};

export const collectionsResource: Resource<CollectionsFeature, CollectionsFeatureCollection> = {
  path: "collections",
  feature: (json) => new CollectionsFeature(json),
  collect: (features) => new CollectionsFeatureCollection(features),
  axis: (query) =>
    paramOf(query, "sort") === "updated_at"
      ? { min: "updated_at_min", max: "updated_at_max", timeOf: ({ updatedAt }) => updatedAt }
      : { min: "created_at_min", max: "created_at_max", timeOf: ({ createdAt }) => createdAt },
  order: (query) => {
    if (paramOf(query, "sort") !== "name") return undefined;
    const sign = paramOf(query, "sort_dir") === "desc" ? -1 : 1;
    return (a, b) => sign * compare(a.name ?? "", b.name ?? "");
  },
};

function paramOf(query: Pairs, name: string): string | undefined {
  return query.find(([key]) => key === name)?.[1];
}

/** By code unit, as databases compare text. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
