import type { Position } from "../geo/shapes.ts";
import { chance } from "../weather/dice.ts";
import { step, type Weather, type WeatherModel } from "../weather/weather.ts";

/** The sensors of an observation, in the order in which the API writes them. */
export const sensorNames = ["visibility", "road_weather", "precip"] as const;
export type SensorName = (typeof sensorNames)[number];

/** One code per sensor, as the API numbers them; -1 is "no report". */
export type SensorCodes = Readonly<Record<SensorName, number>>;

function visibilityCode(miles: number): number {
  if (miles < 0.3) return 0;
  if (miles < 0.7) return 0.2;
  return miles < 1.5 ? 0.5 : 1;
}

function roadCode({ wetness, snow }: Weather): number {
  if (snow >= 1) return snow >= 4 ? 10 : 6;
  if (wetness >= 12) return 3;
  if (wetness >= 1.5) return 2;
  return wetness >= 0.2 || snow >= 0.2 ? 1 : 0;
}

/** Rain or snow from here on is heavy, in millimetres of water per hour. */
const heavyRate = 5;

/** What a camera's sensors say of the weather. Now and then one of them has nothing to report. */
export function readSensors(model: WeatherModel, camera: number, place: Position, time: number): SensorCodes {
  const weather = model.at(place, time);
  const silent = Math.floor(chance(model.seed, camera, time / step, 0x0b5) * 600);
  return {
    visibility: silent === 0 ? -1 : visibilityCode(weather.visibility),
    road_weather: silent === 1 ? -1 : roadCode(weather),
    precip: silent === 2 ? -1 : Number(weather.precipitation >= heavyRate),
  };
}
