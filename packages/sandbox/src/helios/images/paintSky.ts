import { chance } from "../weather/dice.ts";
import { noise2 } from "../weather/noise.ts";
import { blend, type Canvas, type Colour, dot, glow, ramp, rectangle, scale, width } from "./canvas.ts";
import { type Pixel, put, set, toward } from "./pixel.ts";
import { hazeBefore, type Scene } from "./scene.ts";

/** Sky with clouds, stars and sun; hills, skyline and trees before it. */
export function paintSky(canvas: Canvas, scene: Scene): void {
  paintAir(canvas, scene);
  if (scene.day < 0.25) paintStars(canvas, scene);
  if (scene.cloud < 0.75 && scene.sun > -3 && scene.sun < 24) {
    const x = 60 + chance(scene.place, 40) * (width - 120);
    glow(canvas, x, scene.horizon - 10 - scene.sun * 6, 90, [255, 214, 150], 0.75 * (1 - scene.cloud));
  }
  paintHills(canvas, scene);
  if (scene.citySize >= 3) paintSkyline(canvas, scene);
  paintTrees(canvas, scene);
}

function paintAir(canvas: Canvas, scene: Scene): void {
  const { horizon, cloud, skyTop, skyBottom, haze, light, weather, place } = scene;
  const drift = scene.time / 1_500_000;
  const cloudColour = blend(
    scale([250, 250, 252], light),
    scale([118, 122, 132], light),
    ramp(0, 6, weather.precipitation),
  );
  for (let y = 0; y < horizon; y += 2) {
    const above = horizon - y;
    const clear = blend(skyTop, skyBottom, (y / horizon) ** 1.4);
    const hazy = hazeBefore(scene, 9000 / (1 + above / 14));
    const stretch = 60 / (above + 34);
    const pixel: Pixel = { r: 0, g: 0, b: 0 };
    for (let x = 0; x < width; x += 2) {
      const cx = (x - 320) * stretch * 0.028 + drift;
      const thick = noise2(place, cx, stretch * 7) * 0.65 + noise2(place ^ 1, cx * 2.7, stretch * 19) * 0.35;
      const covered = ramp(0.98 - cloud * 0.95, 1.3 - cloud * 0.8, thick + 0.28);
      set(pixel, clear);
      toward(pixel, cloudColour, covered * 0.9);
      toward(pixel, haze, hazy);
      // Two by two pixels at once: clouds have no finer detail.
      put(canvas, y * width + x, pixel);
      put(canvas, y * width + x + 1, pixel);
      put(canvas, (y + 1) * width + x, pixel);
      put(canvas, (y + 1) * width + x + 1, pixel);
    }
  }
}

function paintStars(canvas: Canvas, { horizon, cloud, place, weather, day }: Scene): void {
  const bright = (1 - cloud) * (1 - day * 4) * ramp(1, 6, weather.visibility);
  for (let i = 0; i < 90; i++) {
    const [x, y] = [chance(place, i, 41) * width, chance(place, i, 42) * (horizon - 40)];
    dot(canvas, Math.floor(x), Math.floor(y), [225, 228, 240], bright * chance(place, i, 43));
  }
}

function column(canvas: Canvas, x: number, from: number, to: number, colour: Colour): void {
  for (let y = Math.max(0, Math.round(from)); y < to; y++) dot(canvas, x, y, colour);
}

function paintHills(canvas: Canvas, scene: Scene): void {
  const { horizon, place, light, weather, haze } = scene;
  for (const [layer, metres] of [
    [0, 6000],
    [1, 2500],
  ] as const) {
    const ground: Colour = layer === 0 ? [96, 112, 130] : [84, 104, 84];
    const colour = blend(
      scale(blend(ground, [228, 232, 238], ramp(0.5, 4, weather.snow)), light),
      haze,
      hazeBefore(scene, metres),
    );
    for (let x = 0; x < width; x++) {
      const tall = noise2(place + layer, x / 150, 0) * (layer === 0 ? 62 : 34) + noise2(place + layer, x / 24, 1) * 7;
      column(canvas, x, horizon - tall + 6, horizon, colour);
    }
  }
}

function paintSkyline(canvas: Canvas, scene: Scene): void {
  const { horizon, place, light, haze, day, citySize } = scene;
  const veil = hazeBefore(scene, 1500);
  for (let i = 0; i < 6 + citySize * 4; i++) {
    const wide = 12 + chance(place, i, 51) * 24;
    const tall = 14 + chance(place, i, 52) ** 2 * citySize * 22;
    const left = 90 + chance(place, i, 53) * 460 - wide / 2;
    const shade = 70 + chance(place, i, 54) * 70;
    rectangle(canvas, [left, horizon - tall, wide, tall], blend(scale([shade, shade, shade + 8], light), haze, veil));
    for (let y = 3; y < tall - 3; y += 5) {
      for (let x = 2; x < wide - 3; x += 5) {
        const lit = day < 0.5 && chance(place, i, x, y) < 0.45;
        const pane: Colour = lit ? [236, 204, 130] : scale([shade * 0.62, shade * 0.7, shade * 0.84], light);
        rectangle(canvas, [left + x, horizon - tall + y, 2, 3], blend(pane, haze, veil), lit ? 0.9 : 0.6);
      }
    }
  }
}

function paintTrees(canvas: Canvas, scene: Scene): void {
  const { horizon, place, light, weather, haze, green } = scene;
  const leaves = blend([72, 62, 50], [46, 78, 40], 0.3 + 0.7 * green);
  const colour = blend(
    scale(blend(leaves, [205, 210, 216], ramp(1, 6, weather.snow) * 0.7), light),
    haze,
    hazeBefore(scene, 450),
  );
  for (let x = 0; x < width; x++) {
    const wood = ramp(0.4, 0.62, noise2(place ^ 5, x / 80, 3));
    const tall = wood * (10 + noise2(place ^ 6, x / 7, 4) * 16 + noise2(place ^ 7, x / 2.3, 5) * 6);
    column(canvas, x, horizon - tall, horizon + 1, colour);
  }
}
