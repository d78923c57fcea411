import { UsageError } from "@latchkey/session";
import { CamerasFeature } from "../features/camerasFeature.ts";
import { ObservationsFeature } from "../features/observationsFeature.ts";
import { instantOf, refuse, type Time } from "../parameters/paramChecks.ts";

/**
 * An image to add to a collection, spelled as the API spells it: the newest of a camera, the one closest to a time, that
 * of an observation, or one of another collection. A camera or an observation itself will do too.
 */
export type Asset =
  | { readonly camera_id: string; readonly time?: Time | undefined }
  | { readonly observation_id: string }
  | { readonly collection_id: string; readonly image: string }
  | CamerasFeature
  | ObservationsFeature;

const SHAPES: readonly (readonly string[])[] = [
  ["camera_id"],
  ["camera_id", "time"],
  ["observation_id"],
  ["collection_id", "image"],
];

/** The fields to send for an asset. @throws UsageError (`option`) for anything else */
export function assetFields(asset: Asset): Readonly<Record<string, string>> {
  if (asset instanceof CamerasFeature) return { camera_id: asset.id };
  if (asset instanceof ObservationsFeature) return { observation_id: asset.id };
  const given = typeof asset === "object" && asset !== null ? Object.entries(asset) : [];
  const fields = given.filter(([, value]) => value !== undefined);
  const names = new Set(fields.map(([name]) => name));
  if (!SHAPES.some((shape) => shape.length === names.size && shape.every((name) => names.has(name)))) {
    throw new UsageError(
      "option",
      "An asset is a camera_id (and time), an observation_id, or a collection_id and image.",
      {
        hint: 'For example { camera_id: "VADOT-85975", time: "2018-01-01T00:00Z" }.',
      },
    );
  }
  return Object.fromEntries(fields.map(([name, value]) => [name, fieldText(name, value)]));
}

function fieldText(name: string, value: unknown): string {
  if (name === "time") return new Date(instantOf(value, name)).toISOString();
  if (typeof value === "string" && value !== "") return value;
  throw refuse(name, "a string that is not empty", value);
}
