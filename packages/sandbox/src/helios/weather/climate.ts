import type { Position } from "../geo/shapes.ts";
import { noise3 } from "./noise.ts";
import { dayOfYear, solarHour } from "./sun.ts";

const day = 86_400_000;

/** Air temperature in °C: latitude, season, hour, high country, and air masses that wander for days. */
export function temperatureAt(seed: number, [longitude, latitude]: Position, time: number): number {
  const north = latitude - 25;
  const mean = 25 - 0.74 * north;
  const season = Math.cos((2 * Math.PI * (dayOfYear(time) - 200)) / 365.2425) * (3.5 + 0.48 * Math.max(0, north));
  const daily = Math.cos(((solarHour(longitude, time) - 15) / 12) * Math.PI) * 4.5;
  const high = 7 * Math.exp(-(((longitude + 109) / 7) ** 2) - ((latitude - 41) / 6) ** 2);
  const airMass = (noise3(seed ^ 0x5eed, longitude / 9, latitude / 6, time / (2.2 * day)) - 0.5) * 18;
  return mean + season + daily - high + airMass;
}
