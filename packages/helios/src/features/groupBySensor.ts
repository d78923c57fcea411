import type { ObservationsFeature } from "./observationsFeature.ts";

/** What one sensor reported at one time. */
export interface SensorObservation {
  readonly sensor: string;
  /** ISO 8601. */
  readonly time: string | undefined;
  /** A code, see `sensorCodes`; -1 where there is no report. */
  readonly data: number;
  /** The code of ten minutes before; -1 where there is no report. */
  readonly prev: number;
  readonly id: string;
  readonly prevId: string | undefined;
}

const NO_REPORT = -1;

/**
 * Observations by sensor; within a sensor they keep their order.
 *
 * @example
 * ```ts
 * const { results } = await session.observations.index({ state: "Colorado", limit: 100 });
 * for (const [sensor, reports] of Object.entries(groupBySensor(results))) console.log(sensor, reports.length);
 * ```
 */
export function groupBySensor(features: Iterable<ObservationsFeature>): Readonly<Record<string, SensorObservation[]>> {
  const groups = new Map<string, SensorObservation[]>();
  for (const { id, prevId, time, sensors } of features) {
    for (const [sensor, { data = NO_REPORT, prev = NO_REPORT }] of Object.entries(sensors)) {
      const group = groups.get(sensor) ?? [];
      groups.set(sensor, group);
      group.push({ sensor, time, data, prev, id, prevId });
    }
  }
  return Object.fromEntries(groups);
}
