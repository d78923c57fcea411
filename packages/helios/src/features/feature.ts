import { type BBox, type Geometry, isBBox, isGeometry } from "./geometry.ts";

/** A GeoJSON feature (RFC 7946 §3.2). */
export interface GeoJsonFeature {
  readonly type: "Feature";
  readonly id?: string | number;
  readonly bbox?: BBox;
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>> | null;
}

/** JSON of one thing that the API has: whatever it holds, it is an object. */
export type FeatureJson = Readonly<Record<string, unknown>>;

/**
 * One thing that the API knows: getters over the JSON that it sent. What is missing there, or null, or of another
 * type than documented, is `undefined` here, never an error.
 */
export abstract class Feature {
  /** As the API sent it. */
  readonly json: FeatureJson;

  constructor(json: FeatureJson) {
    this.json = json;
  }

  /** What every method takes in place of this feature. Empty where the API sent none. */
  get id(): string {
    return asText(this.json["id"]) ?? "";
  }

  /** Where it is; `undefined` where the API sent no valid geometry. */
  get geometry(): Geometry | undefined {
    const geometry = this.json["geometry"];
    return isGeometry(geometry) ? geometry : undefined;
  }

  /**
   * As GeoJSON, with all that the API sent and GeoJSON allows: a `Feature<Geometry | null>` of `@types/geojson`. It shares
   * its lists with `json`.
   */
  toGeoJSON(): GeoJsonFeature {
    const { id: _, bbox, ...others } = this.json;
    return {
      ...others,
      type: "Feature",
      ...(this.id !== "" && { id: this.id }),
      ...(isBBox(bbox) && { bbox }),
      geometry: this.geometry ?? null,
      properties: asObject(this.json["properties"]) ?? null,
    };
  }

  toJSON(): FeatureJson {
    return this.json;
  }

  protected property(name: string): unknown {
    return asObject(this.json["properties"])?.[name];
  }

  protected text(name: string): string | undefined {
    return asText(this.property(name));
  }
}

export function asObject(value: unknown): FeatureJson | undefined {
  // Of an object that is no list, any property may be asked for: what it holds is unknown.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as FeatureJson) : undefined;
}

export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The texts of a list; `undefined` where there is no list. */
export function asTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.flatMap((item) => asText(item) ?? []) : undefined;
}
