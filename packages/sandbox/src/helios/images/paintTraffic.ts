import { between, chance, mix, pick } from "../weather/dice.ts";
import { blend, type Canvas, type Colour, glow, ramp, rectangle, scale } from "./canvas.ts";
import { cameraHeight, hazeBefore, metresAt, middleAt, type Scene } from "./scene.ts";

const paints: readonly Colour[] = [
  [206, 208, 210],
  [60, 62, 68],
  [160, 34, 36],
  [38, 70, 130],
  [236, 236, 234],
  [120, 124, 128],
  [30, 94, 80],
  [188, 150, 60],
];

interface Vehicle {
  drop: number;
  x: number;
  /** Pixels per metre where it is. */
  pixels: number;
  oncoming: boolean;
  truck: boolean;
  paint: Colour;
}

/** How busy a road is: more by day, less in bad weather. */
function countOf(scene: Scene): number {
  const busy = 2 + scene.citySize * 1.2 + chance(scene.moment, 60) * 5;
  return Math.round(busy * (0.35 + 0.65 * scene.day) * (1 - 0.5 * ramp(1, 6, scene.weather.snow)));
}

function vehiclesOf(scene: Scene): Vehicle[] {
  const half = scene.lanes / 2;
  const all = Array.from({ length: countOf(scene) }, (_, i): Vehicle => {
    const oncoming = chance(scene.moment, i, 61) < 0.5;
    const lane = mix(scene.moment, i, 62) % half;
    const drop = 12 + between(0, 1, scene.moment, i, 63) ** 1.6 * (470 - scene.horizon - 60);
    const across = (((lane + 0.5) * 0.95) / half) * scene.halfRoad * (oncoming ? -1 : 1);
    const truck = chance(scene.moment, i, 64) < 0.16;
    const x = middleAt(scene, drop) + across * drop;
    return { drop, x, pixels: drop / cameraHeight, oncoming, truck, paint: pick(paints, scene.moment, i, 65) };
  });
  return all.toSorted((a, b) => a.drop - b.drop);
}

function paintVehicle(canvas: Canvas, scene: Scene, { drop, x, pixels, oncoming, truck, paint }: Vehicle): void {
  const veil = hazeBefore(scene, metresAt(drop));
  const seen = (colour: Colour, lit: Colour | number = scene.light) => blend(scale(colour, lit), scene.haze, veil);
  const [wide, tall] = [(truck ? 2.5 : 1.9) * pixels, (truck ? 3.4 : 1.5) * pixels];
  const [left, bottom] = [x - wide / 2, scene.horizon + drop];
  rectangle(canvas, [left - wide * 0.06, bottom - tall * 0.08, wide * 1.12, tall * 0.16], seen([24, 24, 26]), 0.6);
  rectangle(canvas, [left + wide * 0.08, bottom - tall * 0.15, wide * 0.18, tall * 0.17], seen([22, 22, 24]));
  rectangle(canvas, [left + wide * 0.74, bottom - tall * 0.15, wide * 0.18, tall * 0.17], seen([22, 22, 24]));
  if (truck) {
    rectangle(canvas, [left, bottom - tall, wide, tall * 0.9], seen(blend(paint, [220, 220, 218], 0.6)));
    if (oncoming)
      rectangle(canvas, [left + wide * 0.1, bottom - tall * 0.62, wide * 0.8, tall * 0.2], seen([40, 48, 58]));
  } else {
    rectangle(canvas, [left, bottom - tall * 0.62, wide, tall * 0.52], seen(paint));
    rectangle(canvas, [left + wide * 0.1, bottom - tall, wide * 0.8, tall * 0.42], seen(scale(paint, 0.9)));
    rectangle(canvas, [left + wide * 0.16, bottom - tall * 0.92, wide * 0.68, tall * 0.28], seen([44, 54, 66]));
  }
  paintLamps(canvas, scene, { left, bottom, wide, tall, oncoming, veil });
}

function paintLamps(
  canvas: Canvas,
  scene: Scene,
  v: { left: number; bottom: number; wide: number; tall: number; oncoming: boolean; veil: number },
): void {
  const on = Math.max(1 - scene.day, ramp(3, 1, scene.weather.visibility), scene.weather.precipitation > 0.2 ? 0.7 : 0);
  const colour: Colour = v.oncoming ? [255, 244, 214] : [232, 34, 26];
  const height = v.bottom - Math.min(v.tall * 0.42, v.wide * 0.4);
  for (const side of [0.14, 0.86]) {
    const x = v.left + v.wide * side;
    const size = Math.max(1, v.wide * 0.1);
    rectangle(canvas, [x - size, height - size / 2, size * 2, size], scale(colour, 0.35 + 0.65 * on), 1 - v.veil * 0.7);
    if (on < 0.1) continue;
    const reach = v.wide * (v.oncoming ? 1.1 : 0.6) * (0.4 + 0.6 * on) + 2;
    glow(canvas, x, height, reach, colour, on * (v.oncoming ? 0.9 : 0.55) * (1 - v.veil * 0.6));
    if (scene.weather.wetness > 1.5) {
      for (let i = 1; i < 4; i++)
        glow(canvas, x, v.bottom + i * v.wide * 0.22, v.wide * 0.24, colour, 0.2 * on * (1 - v.veil));
    }
  }
}

/** Street lamps along the right edge, from far to near; they shine at night. */
function paintPosts(canvas: Canvas, scene: Scene): void {
  const start = between(0, 30, scene.place, 70);
  for (let metres = 400 - start; metres > 24; metres -= 45) {
    const drop = (cameraHeight * 460) / metres;
    const pixels = drop / cameraHeight;
    const veil = hazeBefore(scene, metres);
    const x = middleAt(scene, drop) + scene.halfRoad * 1.16 * drop;
    const colour = blend(scale([92, 94, 98], scene.light), scene.haze, veil);
    const top = scene.horizon + drop - 10.5 * pixels;
    rectangle(canvas, [x, top, Math.max(1, pixels * 0.22), 10.5 * pixels], colour);
    rectangle(canvas, [x - 2.4 * pixels, top, 2.5 * pixels, Math.max(1, pixels * 0.2)], colour);
    const on = ramp(0.55, 0.2, scene.day);
    if (on === 0) continue;
    const lamp = x - 2.2 * pixels;
    glow(canvas, lamp, top + 1, 3.2 * pixels + 2, [255, 214, 140], on * 1.1 * (1 - veil * 0.5));
    glow(canvas, lamp, scene.horizon + drop, 7 * pixels, [255, 200, 120], on * 0.16 * (1 - veil));
  }
}

/** Lamp posts and whatever drives by. */
export function paintTraffic(canvas: Canvas, scene: Scene): void {
  paintPosts(canvas, scene);
  for (const vehicle of vehiclesOf(scene)) paintVehicle(canvas, scene, vehicle);
}
