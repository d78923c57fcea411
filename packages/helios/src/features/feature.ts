/** A GeoJSON geometry, as the API sent it. */
export interface Geometry {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: unknown;
}

/** A GeoJSON feature. */
export interface GeoJsonFeature {
  readonly type: "Feature";
  readonly id?: string | number;
  readonly bbox?: readonly number[];
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

  get geometry(): Geometry | undefined {
    const geometry = asObject(this.json["geometry"]);
    const type = asText(geometry?.["type"]);
    return geometry === undefined || type === undefined ? undefined : { ...geometry, type };
  }

  /** As GeoJSON, with all that the API sent. */
  toGeoJSON(): GeoJsonFeature {
    const { json, id, geometry } = this;
    return {
      ...json,
      type: "Feature",
      ...(id !== "" && { id }),
      geometry: geometry ?? null,
      properties: asObject(json["properties"]) ?? null,
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

/** The numbers of a list; `undefined` where it is none, or holds anything else. */
export function asNumbers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((item) => asNumber(item) !== undefined) ? value : undefined;
}
