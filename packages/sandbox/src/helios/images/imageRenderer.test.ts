import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { Camera } from "../cameras/camera.ts";
import { placeCameras } from "../cameras/placeCameras.ts";
import { weatherModel } from "../weather/weather.ts";
import { height, width } from "./canvas.ts";
import { glyph } from "./glyphs.ts";
import { imageRenderer } from "./imageRenderer.ts";

const noon = Date.UTC(2018, 5, 21, 17);
const midnight = Date.UTC(2018, 5, 21, 5);
const camera = placeCameras(1)[0] as Camera;
const pixelsOf = (picture: Uint8Array) => sharp(picture).greyscale().raw().toBuffer();
const mean = (values: Iterable<number>) => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

describe("imageRenderer", () => {
  test("paints a JPEG of 640 by 480, the same bytes from any model of the same seed", async () => {
    const picture = await imageRenderer(weatherModel(1))(camera, noon);
    expect(await sharp(picture).metadata()).toMatchObject({ format: "jpeg", width: 640, height: 480 });
    expect(picture.byteLength).toBeGreaterThan(25_000);
    expect(await imageRenderer(weatherModel(1))(camera, noon)).toEqual(picture);
    expect(await imageRenderer(weatherModel(1))(camera, noon + 600_000)).not.toEqual(picture);
  });

  test("is bright by day and dark at night", async () => {
    const [day, night] = await Promise.all(
      [noon, midnight].map(async (time) => imageRenderer(weatherModel(1))(camera, time)),
    );
    expect(mean(await pixelsOf(day as Uint8Array))).toBeGreaterThan(mean(await pixelsOf(night as Uint8Array)) + 60);
  });

  test("carries the camera's name and the time in letters that can be read back", async () => {
    const pixels = await pixelsOf(await imageRenderer(weatherModel(1))(camera, noon));
    const read = (text: string, top: number) => {
      for (const [place, letter] of Array.from(text).entries()) {
        for (const [row, bits] of glyph(letter).entries()) {
          for (let column = 0; column < 5; column++) {
            const at = (top + row * 2) * width + 8 + (place * 6 + column) * 2;
            const bright = mean([at, at + 1, at + width, at + width + 1].map((i) => pixels[i] ?? 0)) > 150;
            if (bright !== (bits & (16 >> column)) > 0) return `${letter} at ${place}`;
          }
        }
      }
      return "as written";
    };
    expect(read(camera.id, 4)).toBe("as written");
    expect(read("2018-06-21 17:00:00 UTC", height - 18)).toBe("as written");
    expect(read("2018-06-21 18:00:00 UTC", height - 18)).toBe("7 at 12".replace("7", "8"));
  });
});
