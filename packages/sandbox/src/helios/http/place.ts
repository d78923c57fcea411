import type { Position, Shape } from "../geo/shapes.ts";
import type { Parameters } from "./parameters.ts";
import { badParameter } from "./problem.ts";

const units: Readonly<Record<string, number>> = { "": 1, km: 1, mi: 1.609344, m: 0.001 };

/** A length in kilometres; `10mi`, `10km` and `500m` say their unit, a bare number is kilometres. */
function reachOf(parameters: Parameters, name: string): number | undefined {
  const text = parameters.text(name);
  if (text === undefined) return undefined;
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?|\.\d+)\s*(km|mi|m)?$/i.exec(text) ?? [];
  if (digits === undefined) throw badParameter(name, text, "give a length, such as 10, 10km or 6mi");
  return Number(digits) * (units[unit.toLowerCase()] ?? 1);
}

function boxOfParameter(parameters: Parameters): Shape[] {
  const text = parameters.text("bbox");
  if (text === undefined) return [];
  const [west, south, east, north, ...rest] = text.split(/[\s,]+/).map(Number);
  const complete = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  if (
    !complete ||
    rest.length > 0 ||
    ![west, south, east, north].every(Number.isFinite) ||
    west > east ||
    south > north
  ) {
    throw badParameter("bbox", text, "give west,south,east,north in degrees");
  }
  return [{ kind: "box", box: [west, south, east, north] }];
}

const mostPoints = 5000;

/** `lon lat,lon lat,…`. Fewer than three corners are no area: nothing lies inside. */
function ringOfParameter(parameters: Parameters): Shape[] {
  const text = parameters.text("polygon");
  if (text === undefined) return [];
  const corners = text.split(",", mostPoints + 1);
  if (corners.length > mostPoints) throw badParameter("polygon", text, `at most ${mostPoints} corners`);
  const ring = corners.map((pair): Position => {
    const [longitude, latitude, ...rest] = pair.trim().split(/\s+/).map(Number);
    if (
      longitude === undefined ||
      latitude === undefined ||
      rest.length > 0 ||
      !Number.isFinite(longitude + latitude)
    ) {
      throw badParameter("polygon", text, "give corners as lon lat,lon lat,…");
    }
    return [longitude, latitude];
  });
  return [{ kind: "ring", ring }];
}

function circleOfParameters(parameters: Parameters): Shape[] {
  const given = ["lat", "lon", "radius"].filter((name) => parameters.text(name) !== undefined);
  if (given.length === 0) return [];
  const [latitude, longitude, reach] = [
    parameters.number("lat"),
    parameters.number("lon"),
    reachOf(parameters, "radius"),
  ];
  if (latitude === undefined || longitude === undefined || reach === undefined) {
    throw badParameter(
      given[0] ?? "lat",
      parameters.text(given[0] ?? "lat") ?? "",
      "give lat, lon and radius together",
    );
  }
  return [{ kind: "path", path: [[longitude, latitude]], reach }];
}

/** Google's encoded polyline: differences of latitude and longitude, five bits to a letter. */
export function decodePolyline(text: string, precision: number): Position[] | undefined {
  const factor = 10 ** precision;
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const bits = text.charCodeAt(i) - 63;
    if (bits < 0 || bits > 63 || shift > 30) return undefined;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits >= 32) continue;
    numbers.push(value & 1 ? ~(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  if (shift !== 0 || numbers.length === 0 || numbers.length % 2 === 1) return undefined;
  let [latitude, longitude] = [0, 0];
  return Array.from({ length: numbers.length / 2 }, (_, i): Position => {
    latitude += numbers[i * 2] ?? 0;
    longitude += numbers[i * 2 + 1] ?? 0;
    return [longitude / factor, latitude / factor];
  });
}

const standardReach = 1;

function pathOfParameters(parameters: Parameters): Shape[] {
  const text = parameters.text("polyline");
  if (text === undefined) return [];
  const precision = parameters.number("polyline_precision") ?? 5;
  if (!Number.isInteger(precision) || precision < 1 || precision > 7) {
    throw badParameter("polyline_precision", String(precision), "give a whole number, 1 to 7");
  }
  const path = decodePolyline(text, precision);
  if (path === undefined) throw badParameter("polyline", text, "give an encoded polyline");
  if (path.length > mostPoints) throw badParameter("polyline", text, `at most ${mostPoints} points`);
  return [{ kind: "path", path, reach: reachOf(parameters, "polyline_radius") ?? standardReach }];
}

/** The places a search asks for; a result has to lie in every one of them. */
export function placesOf(parameters: Parameters): Shape[] {
  return [
    ...boxOfParameter(parameters),
    ...ringOfParameter(parameters),
    ...circleOfParameters(parameters),
    ...pathOfParameters(parameters),
  ];
}
