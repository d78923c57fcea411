import type { Parameters } from "../http/parameters.ts";
import { Problem } from "../http/problem.ts";
import { type SensorCodes, type SensorName, sensorNames } from "./sensors.ts";

/** One condition on a sensor: on what it reports now (`data`) or ten minutes before (`prev`). */
export interface SensorFilter {
  sensor: SensorName;
  of: "data" | "prev";
  accepts(code: number): boolean;
}

const pattern = /^sensors\[([^\]]*)\](?:\[(data|prev)\])?(?:\[(min|max)\])?$/;

function filterOf(name: string, value: string): SensorFilter {
  const [, sensor, of = "data", bound] = pattern.exec(name) ?? [];
  const known = sensorNames.find((one) => one === sensor);
  const numbers = value.split(",").map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  const limit = numbers[0] ?? Number.NaN;
  if (known === undefined || !numbers.every(Number.isFinite) || (bound !== undefined && numbers.length > 1)) {
    throw new Problem(
      400,
      "invalid_parameter",
      `${name}=${value}: give sensors[NAME], [data] or [prev], [min] or [max], and a number; names are ${sensorNames.join(", ")}.`,
    );
  }
  const accepts = (code: number): boolean => {
    if (bound === undefined) return numbers.includes(code);
    // "No report" is no measurement: it lies in a range only when -1 itself is asked for.
    if (code === -1 && !(bound === "min" && limit <= -1)) return false;
    return bound === "min" ? code >= limit : code <= limit;
  };
  return { sensor: known, of: of === "prev" ? "prev" : "data", accepts };
}

/** The conditions of `sensors[NAME]…=value` parameters; several must hold together. */
export function sensorFilters(parameters: Parameters): SensorFilter[] {
  return parameters
    .entries()
    .filter(([name]) => name === "sensors" || name.startsWith("sensors["))
    .map(([name, value]) => filterOf(name, value));
}

export function accepts(filters: readonly SensorFilter[], data: SensorCodes, prev: SensorCodes): boolean {
  return filters.every((filter) => filter.accepts((filter.of === "data" ? data : prev)[filter.sensor]));
}
