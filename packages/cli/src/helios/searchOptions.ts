import type { AlertsParams, CamerasParams, CollectionsParams, ObservationsParams } from "@latchkey/helios";
import { UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";
import type { HeliosCommandOptions } from "./openHelios.ts";

/** What the search commands take; each has those that its API knows. */
export interface SearchCommandOptions extends HeliosCommandOptions {
  readonly query?: string;
  readonly state?: readonly string[];
  readonly country?: string;
  readonly city?: readonly string[];
  readonly bbox?: string;
  /** `lat,lon,radius` */
  readonly near?: string;
  readonly event?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sensor?: readonly Pair[];
  readonly sort?: "name" | "created_at" | "updated_at";
  readonly param?: readonly Pair[];
  readonly limit?: number;
  readonly geojson?: boolean;
  readonly csv?: boolean;
}

/** The search as the libraries take it; they check the values. */
export function placeParams(options: SearchCommandOptions): AlertsParams & CamerasParams {
  const { query, state, country, city, bbox, near, event, param, limit } = options;
  return {
    ...(query !== undefined && { q: query }),
    ...(state !== undefined && { state }),
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
    ...(bbox !== undefined && { bbox }),
    ...(near !== undefined && circle(near)),
    ...(event !== undefined && { event }),
    ...(limit !== undefined && { limit }),
    ...(param !== undefined && { extra: valuesByName(param) }),
  };
}

export function observationParams(options: SearchCommandOptions): ObservationsParams {
  const { from, to, sensor } = options;
  return {
    ...placeParams(options),
    ...(from !== undefined && { time_min: from }),
    ...(to !== undefined && { time_max: to }),
    ...(sensor !== undefined && { sensors: sensor.map(([name, value]) => sensorText(name, value)).join("&") }),
  };
}

export function collectionParams({ query, from, to, sort, param, limit }: SearchCommandOptions): CollectionsParams {
  return {
    ...(query !== undefined && { q: query }),
    ...(from !== undefined && { created_at_min: from }),
    ...(to !== undefined && { created_at_max: to }),
    ...(sort !== undefined && { sort }),
    ...(limit !== undefined && { limit }),
    ...(param !== undefined && { extra: valuesByName(param) }),
  };
}

/** The API takes several values of one parameter as a list. */
function valuesByName(pairs: readonly Pair[]): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, [one = "", ...more]]) => [name, more.length > 0 ? [one, ...more] : one]),
  );
}

/** `visibility[data][max]=0.2` as the API spells it; a bare `precip=1` works too. */
function sensorText(name: string, value: string): string {
  const [, sensor = name, rest = ""] = /^(\w+)(.*)$/s.exec(name.replace(/^sensors\[(\w+)\]/, "$1")) ?? [];
  return `${encodeURIComponent(`sensors[${sensor}]${rest}`)}=${encodeURIComponent(value)}`;
}

function circle(near: string): { lat: number; lon: number; radius: string } {
  const [lat, lon, radius, ...more] = near.split(",").map((part) => part.trim());
  const circle = { lat: Number(lat), lon: Number(lon), radius: radius ?? "" };
  // Number takes nothing for 0.
  if (!lat || !lon || !radius || more.length > 0 || Number.isNaN(circle.lat + circle.lon)) {
    const value = JSON.stringify(near);
    throw new UsageError("option", `--near must be latitude, longitude and radius, not ${value}.`, {
      hint: "For example 42.65,-73.75,25mi.",
    });
  }
  return circle;
}
