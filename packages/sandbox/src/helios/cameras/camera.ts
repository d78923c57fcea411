import { createHash } from "node:crypto";
import type { Position } from "../geo/shapes.ts";

/** A roadside camera. */
export interface Camera {
  /** Its place in the world's list of cameras, from 0: the order of search results. */
  ordinal: number;
  id: string;
  position: Position;
  city: string;
  state: string;
  country: string;
  region: string;
  provider: string;
  description: string;
  /** Where traffic in the picture goes: `north`, `east`, `south` or `west`. */
  direction: string;
  video: boolean;
}

/** The GeoJSON feature of a camera, as the API writes it. */
export function cameraFeature(camera: Camera): object {
  const { city, state, country, region, provider, description, direction, video } = camera;
  return {
    type: "Feature",
    id: camera.id,
    geometry: { type: "Point", coordinates: camera.position },
    properties: { country, state, city, region, provider, description, direction, video },
  };
}

const stampOf = (time: number) => new Date(time).toISOString().replace(/\D/g, "");

/** The file name of a camera's picture: `{md5(camera)[0:4]}-{camera}_{YYYYMMDDHHMMSSmmm}.jpg`, in UTC. */
export function imageName(camera: string, time: number): string {
  const prefix = createHash("md5").update(camera).digest("hex").slice(0, 4);
  return `${prefix}-${camera}_${stampOf(time)}.jpg`;
}

/** The camera and time of an image name, or `undefined` where it is not one. */
export function parseImageName(name: string): { camera: string; time: number } | undefined {
  const match = /^[0-9a-f]{4}-(.+)_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})\.jpg$/.exec(name);
  if (!match) return undefined;
  const [, camera = "", year, month, date, hour, minute, second, millisecond] = match;
  const time = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(time) || imageName(camera, time) !== name ? undefined : { camera, time };
}
