import type * as GeoJSON from "geojson";
import type { AlertsFeature } from "./alertsFeature.ts";
import type { GeoJsonFeature } from "./feature.ts";
import type { CamerasFeatureCollection } from "./featureCollections.ts";
import type { BBox, Geometry } from "./geometry.ts";

// Compiled, never run: what takes GeoJSON takes what features give, and the other way round.

declare const alert: AlertsFeature;
declare const cameras: CamerasFeatureCollection;
declare const geometry: GeoJSON.Point | GeoJSON.MultiPolygon;

type Place = GeoJSON.Geometry | null | undefined;

export function whatMapsTake(): readonly GeoJSON.GeoJsonObject[] {
  const feature: GeoJSON.Feature<GeoJSON.Geometry | null> = alert.toGeoJSON();
  const collection: GeoJSON.FeatureCollection<GeoJSON.Geometry | null> = cameras.toGeoJSON();
  return [feature, collection];
}

export function whatComputesWithPlaces(): readonly (Place | GeoJSON.BBox)[] {
  return [alert.bbox, alert.geometry, alert.trackingLine?.geometry, alert.toGeoJSON().geometry, geometry];
}

export function whatFunctionsOfOnesOwnTake(): readonly (Geometry | BBox | null | undefined)[] {
  const { bbox, geometry: place }: GeoJsonFeature = alert.toGeoJSON();
  return [geometry, bbox, place];
}

export function whatAKindHas(): number | undefined {
  const place = alert.geometry;
  if (place?.type === "Point") return place.coordinates[0];
  if (place?.type === "Polygon") return place.coordinates[0]?.[0]?.[0];
  // @ts-expect-error a collection has geometries, and no coordinates
  return place?.coordinates.length;
}
