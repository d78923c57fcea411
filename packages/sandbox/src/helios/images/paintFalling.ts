import { chance } from "../weather/dice.ts";
import { type Canvas, type Colour, clamp, dot, height, width } from "./canvas.ts";
import type { Scene } from "./scene.ts";

/** Rain as slanted streaks, snow as flakes, each as dense as it falls. */
export function paintFalling(canvas: Canvas, scene: Scene): void {
  const { precipitation, snowing } = scene.weather;
  if (precipitation <= 0.05) return;
  const bright = 90 + 150 * scene.day;
  const colour: Colour = [bright, bright + 4, bright + 10];
  if (snowing) paintFlakes(canvas, scene, colour, Math.round(260 + Math.min(8, precipitation) * 260));
  else paintStreaks(canvas, scene, colour, Math.round(120 + Math.min(14, precipitation) * 70));
}

function paintStreaks(canvas: Canvas, { moment }: Scene, colour: Colour, count: number): void {
  const slant = (chance(moment, 80) - 0.5) * 0.5;
  for (let i = 0; i < count; i++) {
    const [x, y] = [chance(moment, i, 81) * width, chance(moment, i, 82) * height];
    const near = chance(moment, i, 83);
    const length = 9 + near * 26;
    for (let step = 0; step < length; step++) {
      const cover = (0.1 + near * 0.22) * Math.sin((Math.PI * step) / length);
      dot(canvas, Math.round(x + step * slant), Math.round(y + step), colour, cover);
    }
  }
}

function paintFlakes(canvas: Canvas, { moment }: Scene, colour: Colour, count: number): void {
  for (let i = 0; i < count; i++) {
    const [cx, cy] = [chance(moment, i, 81) * width, chance(moment, i, 82) * height];
    const radius = 0.8 + chance(moment, i, 83) ** 4 * 3.4;
    for (let y = Math.floor(cy - radius); y <= cy + radius; y++) {
      for (let x = Math.floor(cx - radius); x <= cx + radius; x++) {
        dot(canvas, x, y, colour, clamp(radius - Math.hypot(x - cx, y - cy)) * 0.85);
      }
    }
  }
}
