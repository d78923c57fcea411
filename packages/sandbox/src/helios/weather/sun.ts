import type { Position } from "../geo/shapes.ts";

const radians = Math.PI / 180;
const day = 86_400_000;

/** Days since the start of the year, from 0 to 365. */
export function dayOfYear(time: number): number {
  return ((time / day + 2440587.5 - 2451544.5) % 365.2425) + (time < 946684800000 ? 365.2425 : 0);
}

/** Hours of the local sun's day: 12 when it stands highest. */
export function solarHour(longitude: number, time: number): number {
  return (((time / 3_600_000 + longitude / 15) % 24) + 24) % 24;
}

/** Height of the sun over the horizon in degrees, good to about a degree. */
export function sunHeight([longitude, latitude]: Position, time: number): number {
  const declination = -23.44 * Math.cos((2 * Math.PI * (dayOfYear(time) + 10)) / 365.2425) * radians;
  const hourAngle = (solarHour(longitude, time) - 12) * 15 * radians;
  const lat = latitude * radians;
  const sine = Math.sin(lat) * Math.sin(declination) + Math.cos(lat) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.asin(sine) / radians;
}
