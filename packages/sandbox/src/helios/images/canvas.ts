import { glyph } from "./glyphs.ts";

/** Red, green and blue, 0 to 255; fractions are kept until the picture is done. */
export type Colour = readonly [red: number, green: number, blue: number];

export const width = 640;
export const height = 480;

/** The pixels of one picture, three numbers each, row by row. */
export type Canvas = Float32Array;

export const newCanvas = (): Canvas => new Float32Array(width * height * 3);

export const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value));

/** 0 below `low`, 1 above `high`, smooth between. */
export function ramp(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

export function blend(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export const scale = (c: Colour, by: Colour | number): Colour =>
  typeof by === "number" ? [c[0] * by, c[1] * by, c[2] * by] : [c[0] * by[0], c[1] * by[1], c[2] * by[2]];

/** Covers one pixel with a colour; points outside are left out. */
export function dot(canvas: Canvas, x: number, y: number, colour: Colour, cover = 1): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const i = (y * width + x) * 3;
  const kept = 1 - cover;
  canvas[i] = (canvas[i] ?? 0) * kept + colour[0] * cover;
  canvas[i + 1] = (canvas[i + 1] ?? 0) * kept + colour[1] * cover;
  canvas[i + 2] = (canvas[i + 2] ?? 0) * kept + colour[2] * cover;
}

export function rectangle(
  canvas: Canvas,
  [left, top, wide, high]: readonly [number, number, number, number],
  colour: Colour,
  cover = 1,
): void {
  const [right, bottom] = [Math.round(left + wide), Math.round(top + high)];
  const [firstX, lastX] = [Math.max(0, Math.round(left)), Math.min(width, right)];
  for (let y = Math.max(0, Math.round(top)); y < Math.min(height, bottom); y++) {
    for (let x = firstX; x < lastX; x++) dot(canvas, x, y, colour, cover);
  }
}

/** Adds light around a point, fading out towards the radius. */
export function glow(canvas: Canvas, cx: number, cy: number, radius: number, [r, g, b]: Colour, power: number): void {
  for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(height, cy + radius); y++) {
    for (let x = Math.max(0, Math.ceil(cx - radius)); x < Math.min(width, cx + radius); x++) {
      const fade = 1 - Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) / radius;
      if (fade <= 0) continue;
      const light = fade * fade * power;
      const i = (y * width + x) * 3;
      canvas[i] = (canvas[i] ?? 0) + r * light;
      canvas[i + 1] = (canvas[i + 1] ?? 0) + g * light;
      canvas[i + 2] = (canvas[i + 2] ?? 0) + b * light;
    }
  }
}

/** Writes text with its upper left corner at a point, every dot `size` pixels wide. */
export function write(canvas: Canvas, text: string, left: number, top: number, size: number, colour: Colour): void {
  for (const [place, letter] of Array.from(text).entries()) {
    for (const [row, bits] of glyph(letter).entries()) {
      for (let column = 0; column < 5; column++) {
        if ((bits & (16 >> column)) === 0) continue;
        rectangle(canvas, [left + (place * 6 + column) * size, top + row * size, size, size], colour);
      }
    }
  }
}
