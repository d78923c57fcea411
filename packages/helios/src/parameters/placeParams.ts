import { UsageError } from "@latchkey/session";
import { lengthParam, numberParam, type OneOrMore, type ParamCheck, refuse, textParam } from "./paramChecks.ts";

/** Longitude and latitude in degrees, in GeoJSON's order. */
export type Position = readonly [longitude: number, latitude: number];

/** Where to search; what lies in all of the places given is found. */
export interface PlaceParams {
  /** A box in degrees: west, south, east, north. */
  readonly bbox?: readonly [west: number, south: number, east: number, north: number] | string | undefined;
  /** The corners of an area, or `"lon lat,lon lat,…"`. */
  readonly polygon?: readonly Position[] | string | undefined;
  /** Degrees north; together with `lon` and `radius`. */
  readonly lat?: number | undefined;
  /** Degrees east. */
  readonly lon?: number | undefined;
  /** Around `lat` and `lon`, in the API's unit unless it names one: `"10mi"`. */
  readonly radius?: number | string | undefined;
  /** A way, as an encoded polyline. */
  readonly polyline?: string | undefined;
  /** Decimal digits of `polyline`. */
  readonly polyline_precision?: number | undefined;
  /** On either side of `polyline`; see `radius`. */
  readonly polyline_radius?: number | string | undefined;
  readonly state?: OneOrMore<string> | undefined;
  readonly country?: OneOrMore<string> | undefined;
}

export const placeShape: Readonly<Record<keyof PlaceParams, ParamCheck>> = {
  bbox: boxParam,
  polygon: polygonParam,
  lat: numberParam(-90, 90),
  lon: numberParam(-180, 180),
  radius: lengthParam(),
  polyline: textParam(),
  polyline_precision: numberParam(1, 10, true),
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

const BOX = "four numbers in degrees (west, south, east, north)";
const BOX_HINT = "For example [-77.5, 42.7, -76.5, 43.2].";
const CORNER = "a longitude and a latitude";
const CORNERS_HINT = "For example [[-105, 40], [-100, 40], [-100, 36]].";

function boxParam(value: unknown, option: string): string | undefined {
  if (value === undefined) return undefined;
  const edges = typeof value === "string" ? numbersOf(value.trim().split(/\s*,\s*|\s+/)) : value;
  if (!isNumbers(edges, 4)) throw refuse(option, BOX, value, BOX_HINT);
  const [west = 0, south = 0, east = 0, north = 0] = edges;
  if (west > east) throw new UsageError("option", `${option}: west (${west}) is above east (${east}).`);
  if (south > north) throw new UsageError("option", `${option}: south (${south}) is above north (${north}).`);
  return edges.join(",");
}

function polygonParam(value: unknown, option: string): string | undefined {
  if (value === undefined) return undefined;
  const given: unknown = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(given) || given.length < 3) {
    throw refuse(option, `at least three corners, each ${CORNER}`, value, CORNERS_HINT);
  }
  const corners = given.map((corner: unknown, index) => {
    const pair = typeof value === "string" ? numbersOf(String(corner).trim().split(/\s+/)) : corner;
    if (!isNumbers(pair, 2)) throw refuse(`${option}[${index}]`, CORNER, corner, CORNERS_HINT);
    return pair.join(" ");
  });
  return corners.join(",");
}

/** Nothing at all is no number, although JavaScript takes it for 0. */
function numbersOf(parts: readonly string[]): number[] {
  return parts.map((part) => (part === "" ? Number.NaN : Number(part)));
}

function isNumbers(value: unknown, count: number): value is readonly number[] {
  return Array.isArray(value) && value.length === count && value.every((item) => Number.isFinite(item));
}
