import { noise2 } from "../weather/noise.ts";
import { blend, type Canvas, type Colour, clamp, height, ramp, scale, width } from "./canvas.ts";
import { multiply, type Pixel, put, set, toward } from "./pixel.ts";
import { cameraHeight, hazeBefore, metresAt, middleAt, type Scene } from "./scene.ts";

const white: Colour = [226, 226, 222];
const yellow: Colour = [214, 176, 60];
const snowy: Colour = [236, 240, 246];
const gravel: Colour = [132, 126, 116];
/** The large pattern of the ground is computed for every so many pixels, and drawn smoothly between. */
const stride = 16;

/** What the whole picture's ground is made of. */
interface Surface {
  land: Colour;
  asphalt: Colour;
  lit: Colour;
  wet: number;
  ponding: number;
  cover: number;
}

/** What one row of it shares. */
interface Row {
  /** Half the width of a painted line, as a share of half the road. */
  line: number;
  /** Whether the lines between lanes, which are broken, are painted here. */
  dashed: boolean;
  /** How much of the sky a wet road mirrors. */
  mirror: number;
}

function surfaceOf({ weather, green, day, light }: Scene): Surface {
  const wet = ramp(0.15, 4, weather.wetness);
  const lamps = (1 - day) * 0.35;
  return {
    land: blend([122, 110, 82], [88, 122, 62], green),
    asphalt: scale([104, 104, 108], 1 - wet * 0.45),
    lit: [light[0] + lamps, light[1] + lamps * 0.86, light[2] + lamps * 0.6],
    wet,
    ponding: ramp(6, 16, weather.wetness),
    cover: weather.snow < 0.2 ? 0 : 0.3 + 0.7 * ramp(0.2, 4.2, weather.snow),
  };
}

/** Which paint lies at a place across the road: edges, middle, and broken lines between lanes. */
function markingAt({ lanes }: Scene, { line, dashed }: Row, share: number): Colour | undefined {
  const far = Math.abs(share);
  if (far < line * 1.6) return yellow;
  if (Math.abs(far - 0.95) < line) return white;
  if (!dashed || far > 0.9) return undefined;
  const lane = 1.9 / lanes;
  const nearest = Math.round(far / lane);
  return nearest > 0 && Math.abs(far - nearest * lane) < line ? white : undefined;
}

function paintRoad(
  pixel: Pixel,
  scene: Scene,
  surface: Surface,
  row: Row,
  share: number,
  patch: number,
  rough: number,
) {
  const { wet, ponding, cover } = surface;
  set(pixel, surface.asphalt, 1 + rough * 0.1 + (patch - 0.5) * 0.12);
  const paint = markingAt(scene, row, share);
  if (paint) toward(pixel, paint, 0.85);
  const snow = cover === 0 ? 0 : snowOnRoad(scene, cover, share, patch);
  if (snow > 0) toward(pixel, snowy, snow);
  multiply(pixel, surface.lit);
  if (wet === 0 || snow === 1) return;
  const mirror = row.mirror + ponding * ramp(0.6, 0.8, patch) * 0.3;
  toward(pixel, scene.skyBottom, clamp(mirror) * (1 - snow) * (0.5 + 0.5 * scene.day));
}

/** Snow lies in patches, and not where wheels roll. */
function snowOnRoad(scene: Scene, cover: number, share: number, patch: number): number {
  const lane = (Math.abs(share) * scene.lanes) / 1.9;
  const track = ramp(0.14, 0.06, Math.abs(Math.abs((lane % 1) - 0.5) - 0.22)) * (cover < 0.99 ? 0.75 : 0.3);
  return ramp(-0.12, 0.12, cover * 1.25 - patch - 0.05) * (1 - track);
}

function paintLand(pixel: Pixel, surface: Surface, isShoulder: boolean, patch: number, rough: number) {
  if (isShoulder) set(pixel, gravel, 1 + rough * 0.2);
  else set(pixel, surface.land, (0.86 + patch * 0.28) * (1 + rough * 0.22));
  if (surface.cover > 0) toward(pixel, snowy, ramp(-0.15, 0.15, surface.cover * 1.5 - patch - rough * 0.2));
  multiply(pixel, surface.lit);
}

function paintRow(canvas: Canvas, scene: Scene, surface: Surface, y: number): void {
  const drop = y - scene.horizon + 0.5;
  const metres = metresAt(drop);
  const mirror = surface.wet * (0.2 + 0.3 * clamp(metres / 60));
  const row: Row = { line: 0.012 + metres / 9000, dashed: metres % 12 < 4.5, mirror };
  const [middle, hazy] = [middleAt(scene, drop), hazeBefore(scene, metres)];
  const [sidePerPixel, sharePerPixel] = [cameraHeight / drop, 1 / (drop * scene.halfRoad)];
  const pixel: Pixel = { r: 0, g: 0, b: 0 };
  const patchAt = (x: number) =>
    noise2(scene.place ^ 10, (x - middle) * sidePerPixel * 0.35, metres * 0.11) * 0.65 +
    noise2(scene.place ^ 11, (x - middle) * sidePerPixel * 1.3, metres * 0.45) * 0.35;
  let patch = 0;
  let rise = 0;
  let next = patchAt(0);
  let speck = (scene.place ^ Math.imul(y, 0x9e3779b1)) | 1;
  for (let x = 0; x < width; x++) {
    if (x % stride === 0) {
      patch = next;
      next = patchAt(x + stride);
      rise = (next - patch) / stride;
    } else patch += rise;
    speck ^= speck << 13;
    speck ^= speck >>> 17;
    speck ^= speck << 5;
    const rough = (speck >>> 8) / 2 ** 24 - 0.5;
    const share = (x - middle) * sharePerPixel;
    if (Math.abs(share) < 1) paintRoad(pixel, scene, surface, row, share, patch, rough);
    else paintLand(pixel, surface, Math.abs(share) < 1.08, patch, rough);
    toward(pixel, scene.haze, hazy);
    put(canvas, y * width + x, pixel);
  }
}

/** Land and road in perspective: dry, wet or under snow, lines and wheel tracks, fading into the haze. */
export function paintGround(canvas: Canvas, scene: Scene): void {
  const surface = surfaceOf(scene);
  for (let y = scene.horizon; y < height; y++) paintRow(canvas, scene, surface, y);
}
