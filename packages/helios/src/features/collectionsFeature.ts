import { asText, asTexts, Feature, type FeatureJson, type GeoJsonFeature } from "./feature.ts";

/** A collection of images. It has no place, and no `properties`: all of it is at the top of its JSON. */
export class CollectionsFeature extends Feature {
  override get id(): string {
    return asText(this.json["_id"]) ?? "";
  }

  get bucket(): string | undefined {
    return asText(this.json["bucket"]);
  }

  /** When it was made, in ISO 8601; the API removes it, with its images, 90 days later. */
  get createdAt(): string | undefined {
    return asText(this.json["created_at"]);
  }

  get description(): string | undefined {
    return asText(this.json["description"]);
  }

  /** Names of images, as many as were asked for. Only `collections.show` has them. */
  get images(): readonly string[] {
    return asTexts(this.json["images"]) ?? [];
  }

  get name(): string | undefined {
    return asText(this.json["name"]);
  }

  get tags(): readonly string[] {
    const tags = this.json["tags"];
    if (typeof tags !== "string") return asTexts(tags) ?? [];
    return tags.split(",").flatMap((tag) => tag.trim() || []);
  }

  /** When it was last changed, in ISO 8601. */
  get updatedAt(): string | undefined {
    return asText(this.json["updated_at"]);
  }

  get userId(): string | undefined {
    return asText(this.json["user_id"]);
  }

  override toGeoJSON(): GeoJsonFeature {
    const { _id: _, ...properties }: FeatureJson = this.json;
    return { type: "Feature", id: this.id, geometry: null, properties };
  }
}
