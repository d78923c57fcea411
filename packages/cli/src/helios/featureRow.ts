import { CollectionsFeature, type Feature, ObservationsFeature } from "@latchkey/helios";
import { isObject } from "../output/columns.ts";

/** A feature as one flat row: its id, its properties, and where it is. Sensors are columns of their own. */
export function featureRow(feature: Feature): Readonly<Record<string, unknown>> {
  if (feature instanceof CollectionsFeature) {
    const { _id: _, ...rest } = feature.json;
    return { id: feature.id, ...rest };
  }
  const properties: unknown = feature.json["properties"];
  const [lon, lat] = pointOf(feature);
  return {
    id: feature.id,
    ...(isObject(properties) && properties),
    ...(feature instanceof ObservationsFeature && readings(feature)),
    ...(lon !== undefined && { lon, lat }),
  };
}

function readings({ sensors }: ObservationsFeature): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(sensors).map(([name, { data }]) => [name, data ?? null]));
}

function pointOf({ geometry }: Feature): readonly number[] {
  return geometry?.type === "Point" ? geometry.coordinates : [];
}
