/** Sensors that the API documents. */
export type SensorName = "road_weather" | "visibility" | "precip";

/**
 * What the sensors report, by the names that the API's documents give the codes. `-1` is no report.
 *
 * @example
 * ```ts
 * session.observations.index({ sensors: { road_weather: { data: { min: sensorCodes.road_weather.wet } } } });
 * ```
 */
export const sensorCodes: {
  readonly road_weather: Readonly<
    Record<"noReport" | "dry" | "moist" | "wet" | "ponding" | "partialSnow" | "fullSnow", number>
  >;
  readonly visibility: Readonly<Record<"noReport" | "poor" | "reduced" | "hazy" | "good", number>>;
  readonly precip: Readonly<Record<"noReport" | "notHeavy" | "heavy", number>>;
} = {
  road_weather: { noReport: -1, dry: 0, moist: 1, wet: 2, ponding: 3, partialSnow: 6, fullSnow: 10 },
  visibility: { noReport: -1, poor: 0, reduced: 0.2, hazy: 0.5, good: 1 },
  precip: { noReport: -1, notHeavy: 0, heavy: 1 },
};
