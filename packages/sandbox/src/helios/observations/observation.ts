import type { Camera } from "../cameras/camera.ts";
import { parseInstant } from "../http/instant.ts";
import { step, type WeatherModel } from "../weather/weather.ts";
import { readSensors, type SensorCodes, sensorNames } from "./sensors.ts";

/** Observations are named after their camera and the end of the ten minutes that they cover. */
const observationId = (camera: string, time: number): string => `${camera}_${new Date(time).toISOString()}`;

/** The camera and time of an id, or `undefined` where it is not one. */
export function parseObservationId(id: string): { camera: string; time: number } | undefined {
  const split = id.lastIndexOf("_");
  const time = parseInstant(id.slice(split + 1));
  if (split < 1 || time === undefined || time % step !== 0) return undefined;
  const camera = id.slice(0, split);
  return observationId(camera, time) === id ? { camera, time } : undefined;
}

export const sensorsOf = (model: WeatherModel, camera: Camera, time: number): SensorCodes =>
  readSensors(model, camera.ordinal, camera.position, time);

/** The GeoJSON feature of an observation, as the API writes it. */
export function observationFeature(model: WeatherModel, camera: Camera, time: number): object {
  const [data, prev] = [sensorsOf(model, camera, time), sensorsOf(model, camera, time - step)];
  const id = observationId(camera.id, time);
  const { description, city, region, state, country } = camera;
  return {
    type: "Feature",
    id,
    geometry: { type: "Point", coordinates: camera.position },
    properties: {
      observation_id: id,
      camera_id: camera.id,
      prev_id: observationId(camera.id, time - step),
      description,
      city,
      region,
      state,
      country,
      time: new Date(time).toISOString(),
      sensors: Object.fromEntries(sensorNames.map((name) => [name, { data: data[name], prev: prev[name] }])),
    },
  };
}
