import { groupBySensor, type SensorObservation } from "../features/groupBySensor.ts";
import type { ObservationsFeature } from "../features/observationsFeature.ts";

const HEADER = ["Sensor", "Time", "Data", "Previous", "ID", "Previous_ID"];

/**
 * Observations as CSV (RFC 4180), one text for each sensor, sorted by time.
 *
 * @example
 * ```ts
 * for (const [sensor, csv] of Object.entries(sensorsToCsv(results))) writeFileSync(`${sensor}.csv`, csv);
 * ```
 */
export function sensorsToCsv(observations: Iterable<ObservationsFeature>): Readonly<Record<string, string>> {
  const groups = Object.entries(groupBySensor(observations));
  return Object.fromEntries(groups.map(([sensor, rows]) => [sensor, toCsv(rows)]));
}

function toCsv(rows: readonly SensorObservation[]): string {
  const sorted = rows.toSorted((a, b) => compare(a.time ?? "", b.time ?? ""));
  const lines = sorted.map(({ sensor, time, data, prev, id, prevId }) => [sensor, time, data, prev, id, prevId]);
  return [HEADER, ...lines].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | undefined): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  // What a spreadsheet would take for a formula is quoted text to it with an apostrophe before it.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
