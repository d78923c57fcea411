import { GLYPH_HEIGHT, GLYPH_WIDTH, glyph } from "./glyphs.ts";

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** A picture that is drawn on: RGB, 8 bits to a channel, row by row from the top. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;

  constructor(width: number, height: number, background: Color) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
    this.paint({ x: 0, y: 0, width, height }, background);
  }

  paint({ x, y, width, height }: Area, color: Color): void {
    const line = Uint8Array.from({ length: width * 3 }, (_, index) => color[index % 3] ?? 0);
    for (let row = y; row < y + height; row += 1) this.data.set(line, (row * this.width + x) * 3);
  }

  /** Copies RGB pixels to a place where they fit. */
  paste(pixels: Uint8Array, { x, y, width, height }: Area): void {
    for (let row = 0; row < height; row += 1) {
      const line = pixels.subarray(row * width * 3, (row + 1) * width * 3);
      this.data.set(line, ((y + row) * this.width + x) * 3);
    }
  }

  /** Writes text of letters that are `scale` times five by seven dots; no font needs to be installed. */
  write(text: string, { x, y }: Pick<Area, "x" | "y">, scale: number, color: Color): void {
    for (const [index, letter] of Array.from(text).entries()) {
      const left = x + index * (GLYPH_WIDTH + 1) * scale;
      for (const [row, bits] of glyph(letter).entries()) {
        for (let column = 0; column < GLYPH_WIDTH; column += 1) {
          if (((bits >> (GLYPH_WIDTH - 1 - column)) & 1) === 0) continue;
          this.paint({ x: left + column * scale, y: y + row * scale, width: scale, height: scale }, color);
        }
      }
    }
  }
}

/** A rectangle, in pixels from the top left. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels that a text takes. */
export function textWidth(text: string, scale: number): number {
  return Math.max(0, Array.from(text).length * (GLYPH_WIDTH + 1) - 1) * scale;
}

export function textHeight(scale: number): number {
  return GLYPH_HEIGHT * scale;
}
