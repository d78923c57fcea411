import { noise2 } from "../weather/noise.ts";
import { clamp, height, ramp, width } from "./canvas.ts";
import { cameraHeight, metresAt, middleAt, type Scene } from "./scene.ts";

/**
 * What the ground can be made of, in the order of their numbers: first what is not road. Lanes are worn, and soonest free
 * of snow, where wheels roll.
 */
export const materials = ["land", "gravel", "asphalt", "worn", "track", "white", "yellow"] as const;
export type Material = (typeof materials)[number];

/** In how many shades each material comes: of a large pattern (patches), and of a fine one (grain). */
export const patches = 32;
export const grains = 8;

/**
 * What lies where before a camera, one number for each pixel under the horizon, row by row: `entry` of material, patch and
 * grain. It is the same in all pictures of the camera; only what the materials look like changes.
 */
export type GroundPlan = Uint16Array;

export const entry = (material: number, patch: number, grain: number): number =>
  (material * patches + patch) * grains + grain;

const numberOf: Readonly<Record<Material, number>> = {
  land: 0,
  gravel: 1,
  asphalt: 2,
  worn: 3,
  track: 4,
  white: 5,
  yellow: 6,
};
/** The large pattern is computed for every so many pixels, and drawn smoothly between. */
const stride = 8;

/** Lines of one row: their half width as a share of half the road, and whether the broken ones are painted here. */
interface Lines {
  half: number;
  dashed: boolean;
}

/** The material at a place across the road, -1 being its left edge and 1 its right. */
function materialAt({ lanes }: Scene, { half, dashed }: Lines, share: number): number {
  const far = Math.abs(share);
  if (far > 1.08) return numberOf.land;
  if (far > 1) return numberOf.gravel;
  if (far < half * 1.6) return numberOf.yellow;
  if (Math.abs(far - 0.95) < half) return numberOf.white;
  const lane = (far * lanes) / 1.9;
  const nearest = Math.round(lane);
  if (dashed && nearest > 0 && far < 0.9 && Math.abs(far - (nearest * 1.9) / lanes) < half) return numberOf.white;
  const wheels = ramp(0.14, 0.06, Math.abs(Math.abs((lane % 1) - 0.5) - 0.22));
  if (wheels > 0.66) return numberOf.track;
  return wheels > 0.2 ? numberOf.worn : numberOf.asphalt;
}

function planRow(plan: GroundPlan, scene: Scene, y: number): void {
  const drop = y + 0.5;
  const metres = metresAt(drop);
  const middle = middleAt(scene, drop);
  const [sidePerPixel, sharePerPixel] = [cameraHeight / drop, 1 / (drop * scene.halfRoad)];
  const lines: Lines = { half: 0.012 + metres / 9000, dashed: metres % 12 < 4.5 };
  const patchAt = (x: number) =>
    noise2(scene.place ^ 10, (x - middle) * sidePerPixel * 0.35, metres * 0.11) * 0.65 +
    noise2(scene.place ^ 11, (x - middle) * sidePerPixel * 1.3, metres * 0.45) * 0.35;
  let [patch, rise, next] = [0, 0, patchAt(0)];
  let speck = (scene.place ^ Math.imul(y + 1, 0x9e3779b1)) | 1;
  for (let x = 0; x < width; x++) {
    if (x % stride === 0) {
      patch = next;
      next = patchAt(x + stride);
      rise = (next - patch) / stride;
    } else patch += rise;
    speck ^= speck << 13;
    speck ^= speck >>> 17;
    speck ^= speck << 5;
    const material = materialAt(scene, lines, (x - middle) * sharePerPixel);
    plan[y * width + x] = entry(material, Math.floor(clamp(patch, 0, 0.999) * patches), (speck >>> 8) % grains);
  }
}

/** Surveys the ground before a camera. */
export function planGround(scene: Scene): GroundPlan {
  const rows = height - scene.horizon;
  const plan = new Uint16Array(rows * width);
  for (let y = 0; y < rows; y++) planRow(plan, scene, y);
  return plan;
}
