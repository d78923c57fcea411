import type { Canvas, Colour } from "./canvas.ts";

/** One colour that is changed in place: large areas have too many pixels for a new tuple per step. */
export interface Pixel {
  r: number;
  g: number;
  b: number;
}

export function set(pixel: Pixel, colour: Colour, factor = 1): void {
  pixel.r = colour[0] * factor;
  pixel.g = colour[1] * factor;
  pixel.b = colour[2] * factor;
}

/** Moves a pixel towards a colour by a share. */
export function toward(pixel: Pixel, colour: Colour, share: number): void {
  pixel.r += (colour[0] - pixel.r) * share;
  pixel.g += (colour[1] - pixel.g) * share;
  pixel.b += (colour[2] - pixel.b) * share;
}

/** Puts a pixel at its place, counted in pixels from the upper left. */
export function put(canvas: Canvas, index: number, pixel: Pixel): void {
  canvas[index * 3] = pixel.r;
  canvas[index * 3 + 1] = pixel.g;
  canvas[index * 3 + 2] = pixel.b;
}
