import type { Feature, FeatureJson, GeoJsonFeature } from "./feature.ts";

/** A GeoJSON feature collection (RFC 7946 §3.3). */
export interface GeoJsonFeatureCollection {
  readonly type: "FeatureCollection";
  readonly features: GeoJsonFeature[];
}

/**
 * Several features of one kind, in order.
 *
 * @example
 * ```ts
 * const { results } = await session.cameras.index({ state: "New York" });
 * for (const camera of results) console.log(camera.id, camera.description);
 * const cities = results.pluck("city"); // (string | undefined)[]
 * ```
 */
export abstract class FeatureCollection<F extends Feature> implements Iterable<F> {
  readonly features: readonly F[];

  constructor(features: Iterable<F>) {
    this.features = [...features];
  }

  get length(): number {
    return this.features.length;
  }

  /** The feature at that place; negative places count from the end. */
  at(index: number): F | undefined {
    return this.features.at(index);
  }

  /** One property of every feature, in order; `undefined` where a feature has none, so that places agree. */
  pluck<K extends keyof F>(property: K): F[K][] {
    return this.features.map((feature) => feature[property]);
  }

  [Symbol.iterator](): Iterator<F> {
    return this.features[Symbol.iterator]();
  }

  toGeoJSON(): GeoJsonFeatureCollection {
    return { type: "FeatureCollection", features: this.features.map((feature) => feature.toGeoJSON()) };
  }

  /** The features as the API sent them. */
  toJSON(): readonly FeatureJson[] {
    return this.pluck("json");
  }
}
