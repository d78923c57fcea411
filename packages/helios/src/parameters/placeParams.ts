import { UsageError } from "@latchkey/session";
import { lengthParam, numberParam, type OneOrMore, type ParamCheck, textParam } from "./paramChecks.ts";

/** Longitude and latitude in degrees, in GeoJSON's order. */
export type Position = readonly [longitude: number, latitude: number];

/** Where to search; what lies in all of the places given is found. */
export interface PlaceParams {
  /** A box in degrees: west, south, east, north. */
  readonly bbox?: readonly [west: number, south: number, east: number, north: number] | string;
  /** The corners of an area, or `"lon lat,lon lat,…"`. */
  readonly polygon?: readonly Position[] | string;
  /** Degrees north; together with `lon` and `radius`. */
  readonly lat?: number;
  /** Degrees east. */
  readonly lon?: number;
  /** Around `lat` and `lon`, in the API's unit unless it names one: `"10mi"`. */
  readonly radius?: number | string;
  /** A way, as an encoded polyline. */
  readonly polyline?: string;
  /** Decimal digits of `polyline`. */
  readonly polyline_precision?: number;
  /** On either side of `polyline`; see `radius`. */
  readonly polyline_radius?: number | string;
  readonly state?: OneOrMore<string>;
  readonly country?: OneOrMore<string>;
}

export const placeShape: Readonly<Record<keyof PlaceParams, ParamCheck>> = {
  bbox: boxParam,
  polygon: polygonParam,
  lat: numberParam(-90, 90),
  lon: numberParam(-180, 180),
  radius: lengthParam(),
  polyline: textParam(),
  polyline_precision: numberParam(1, 10),
  polyline_radius: lengthParam(),
  state: textParam(),
  country: textParam(),
};

/** A circle needs all three of its numbers. */
export function checkCircle(given: Readonly<Record<string, string | undefined>>): void {
  const names = ["lat", "lon", "radius"];
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return;
  throw new UsageError("option", `${missing.join(" and ")} missing: lat, lon and radius go together.`);
}

function boxParam(value: unknown, option: string): string | undefined {
  if (value === undefined) return undefined;
  const edges = typeof value === "string" ? value.split(/[\s,]+/).map(Number) : value;
  if (!isNumbers(edges, 4)) throw wrongBox(option);
  const [west = 0, south = 0, east = 0, north = 0] = edges;
  if (west > east || south > north) throw wrongBox(option);
  return edges.join(",");
}

function wrongBox(option: string): UsageError {
  return new UsageError("option", `${option} must be four numbers in degrees: west, south, east, north.`, {
    hint: "For example [-77.5, 42.7, -76.5, 43.2].",
  });
}

function polygonParam(value: unknown, option: string): string | undefined {
  if (value === undefined) return undefined;
  const corners =
    typeof value === "string" ? value.split(",").map((pair) => pair.trim().split(/\s+/).map(Number)) : value;
  if (Array.isArray(corners) && corners.length >= 3 && corners.every((corner) => isNumbers(corner, 2))) {
    return corners.map((corner) => corner.join(" ")).join(",");
  }
  throw new UsageError("option", `${option} must be at least three corners, each a longitude and a latitude.`, {
    hint: "For example [[-105, 40], [-100, 40], [-100, 36]].",
  });
}

function isNumbers(value: unknown, count: number): value is readonly number[] {
  return Array.isArray(value) && value.length === count && value.every((item) => Number.isFinite(item));
}
