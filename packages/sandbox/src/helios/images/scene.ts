import type { Camera } from "../cameras/camera.ts";
import { cities } from "../geo/cities.ts";
import { between, mix, textNumber } from "../weather/dice.ts";
import { dayOfYear, sunHeight } from "../weather/sun.ts";
import type { Weather, WeatherModel } from "../weather/weather.ts";
import { blend, type Colour, clamp, ramp } from "./canvas.ts";

/** Everything a painter needs to know: what stands before the camera, the weather, and the light. */
export interface Scene {
  camera: Camera;
  time: number;
  weather: Weather;
  cloud: number;
  /** Numbers for chance: one for all pictures of the camera, one for this picture. */
  place: number;
  moment: number;
  horizon: number;
  /** Where the road vanishes, and where its middle leaves the picture. */
  vanish: number;
  foot: number;
  curve: number;
  /** Half of the road's width, in camera heights. */
  halfRoad: number;
  lanes: number;
  citySize: number;
  sun: number;
  /** 0 at night, 1 by day. */
  day: number;
  /** By what the colours of lit things are multiplied. */
  light: Colour;
  skyTop: Colour;
  skyBottom: Colour;
  haze: Colour;
  /** Share of the contrast that is lost per metre. */
  hazePerMetre: number;
  /** 0 in winter, 1 in summer: how green the grass is. */
  green: number;
}

const night: Colour = [0.14, 0.15, 0.21];
const noon: Colour = [1, 1, 0.98];
const dusk: Colour = [0.86, 0.66, 0.56];

function coloursOf(sun: number, cloud: number): Pick<Scene, "day" | "light" | "skyTop" | "skyBottom" | "haze"> {
  const day = ramp(-7, 7, sun);
  const red = clamp(1 - Math.abs(sun - 1) / 9) * (1 - cloud * 0.75);
  const dim = 1 - cloud * 0.28;
  const lit = blend(blend(night, noon, day), dusk, red * 0.7);
  const light: Colour = [lit[0] * dim, lit[1] * dim, lit[2] * dim];
  const top = blend(blend([9, 13, 30], [74, 130, 204], day), blend([18, 19, 24], [150, 156, 166], day), cloud);
  const bottom = blend(blend([30, 34, 52], [186, 212, 236], day), blend([34, 34, 40], [196, 200, 206], day), cloud);
  const skyBottom = blend(bottom, [246, 150, 84], red * 0.85);
  const haze = blend([54, 56, 64], [206, 210, 215], day);
  return { day, light, skyTop: blend(top, [96, 84, 140], red * 0.4), skyBottom, haze: blend(haze, skyBottom, 0.35) };
}

/** Sets the scene of one camera at one time. */
export function sceneOf(model: WeatherModel, camera: Camera, time: number): Scene {
  const weather = model.at(camera.position, time);
  const cloud = model.cloud(camera.position, time);
  const place = textNumber(camera.id);
  const sun = sunHeight(camera.position, time);
  const roll = (low: number, high: number, which: number) => between(low, high, place, which);
  const size = cities.find((city) => city.name === camera.city && city.state === camera.state)?.size ?? 1;
  return {
    camera,
    time,
    weather,
    cloud,
    place,
    moment: mix(place, time / 60_000, model.seed),
    horizon: Math.round(roll(165, 225, 1)),
    vanish: roll(230, 410, 2),
    foot: roll(200, 440, 3),
    curve: roll(-70, 70, 4),
    halfRoad: camera.description.startsWith("I-") ? roll(1.15, 1.4, 5) : roll(0.75, 0.95, 5),
    lanes: camera.description.startsWith("I-") ? 6 : 4,
    citySize: size,
    sun,
    ...coloursOf(sun, cloud),
    hazePerMetre: 2.2 / (Math.min(weather.visibility, weather.visibility ** 1.25) * 1609),
    green: ramp(-0.4, 0.7, -Math.cos((2 * Math.PI * (dayOfYear(time) - 20)) / 365)) * ramp(-4, 8, weather.temperature),
  };
}

/** How much haze lies before something `metres` away, 0 to 1. */
export const hazeBefore = (scene: Scene, metres: number): number => 1 - Math.exp(-metres * scene.hazePerMetre);

/** The camera's height over the road, in metres. */
export const cameraHeight = 8;

/** Distance of the ground seen `drop` pixels under the horizon. */
export const metresAt = (drop: number): number => (cameraHeight * 460) / Math.max(0.5, drop);

/** The middle of the road `drop` pixels under the horizon. */
export function middleAt({ horizon, vanish, foot, curve }: Scene, drop: number): number {
  const near = drop / (480 - horizon);
  return vanish + (foot - vanish) * near + curve * (1 - near) ** 3 * Math.sqrt(near);
}
