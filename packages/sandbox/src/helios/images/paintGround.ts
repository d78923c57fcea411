import { blend, type Canvas, type Colour, clamp, height, ramp, scale, width } from "./canvas.ts";
import { entry, type GroundPlan, grains, type Material, materials, patches } from "./groundPlan.ts";
import { hazeBefore, metresAt, type Scene } from "./scene.ts";

const white: Colour = [226, 226, 222];
const yellow: Colour = [214, 176, 60];
const snowy: Colour = [236, 240, 246];
const gravel: Colour = [132, 126, 116];

/** What the weather does to the ground. */
interface Surface {
  land: Colour;
  asphalt: Colour;
  /** The light on it, street lamps included. */
  lit: Colour;
  wet: number;
  ponding: number;
  cover: number;
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

/** How much of the snow wheels have taken away. */
const worn: Readonly<Partial<Record<Material, number>>> = { worn: 0.5, track: 1 };

function roadColour(scene: Scene, surface: Surface, material: Material, patch: number, rough: number): Colour {
  const { cover } = surface;
  const paint = material === "white" ? white : yellow;
  const bare = scale(surface.asphalt, 1 + rough * 0.1 + (patch - 0.5) * 0.12);
  const painted = material === "white" || material === "yellow" ? blend(bare, paint, 0.85) : bare;
  const cleared = (worn[material] ?? 0) * (cover < 0.99 ? 0.75 : 0.3);
  const snow = cover === 0 ? 0 : ramp(-0.12, 0.12, cover * 1.25 - patch - 0.05) * (1 - cleared);
  const puddle = surface.ponding * ramp(0.6, 0.8, patch) * 0.3 * (1 - snow) * (0.5 + 0.5 * scene.day);
  return blend(scale(blend(painted, snowy, snow), surface.lit), scene.skyBottom, puddle);
}

function landColour(surface: Surface, material: Material, patch: number, rough: number): Colour {
  const { cover, land, lit } = surface;
  const soil =
    material === "gravel" ? scale(gravel, 1 + rough * 0.2) : scale(land, (0.86 + patch * 0.28) * (1 + rough * 0.22));
  const snow = cover === 0 ? 0 : ramp(-0.15, 0.15, cover * 1.5 - patch - rough * 0.2);
  return scale(blend(soil, snowy, snow), lit);
}

/** The colour of every entry of a plan, in this picture's weather and light; three numbers each. */
function paletteOf(scene: Scene, surface: Surface): Float32Array {
  const palette = new Float32Array(materials.length * patches * grains * 3);
  for (const [number, material] of materials.entries()) {
    const isLand = material === "land" || material === "gravel";
    for (let patch = 0; patch < patches; patch++) {
      for (let grain = 0; grain < grains; grain++) {
        const [share, rough] = [(patch + 0.5) / patches, (grain + 0.5) / grains - 0.5];
        const colour = isLand
          ? landColour(surface, material, share, rough)
          : roadColour(scene, surface, material, share, rough);
        palette.set(colour, entry(number, patch, grain) * 3);
      }
    }
  }
  return palette;
}

/** Land and road in perspective: dry, wet or under snow, lines and wheel tracks, fading into the haze. */
export function paintGround(canvas: Canvas, scene: Scene, plan: GroundPlan): void {
  const surface = surfaceOf(scene);
  const palette = paletteOf(scene, surface);
  const firstOfRoad = entry(materials.indexOf("asphalt"), 0, 0);
  const { haze, skyBottom, horizon, day } = scene;
  for (let y = horizon; y < height; y++) {
    const metres = metresAt(y - horizon + 0.5);
    const hazy = hazeBefore(scene, metres);
    // A wet road mirrors the sky, the more the flatter it is seen; snow does not.
    const mirror = surface.wet * (0.2 + 0.3 * clamp(metres / 60)) * (1 - surface.cover) * (0.5 + 0.5 * day);
    for (let x = 0; x < width; x++) {
      const what = plan[(y - horizon) * width + x] ?? 0;
      const mirrored = what >= firstOfRoad ? mirror : 0;
      const own = (1 - mirrored) * (1 - hazy);
      const sky = mirrored * (1 - hazy);
      const to = (y * width + x) * 3;
      canvas[to] = (palette[what * 3] ?? 0) * own + skyBottom[0] * sky + haze[0] * hazy;
      canvas[to + 1] = (palette[what * 3 + 1] ?? 0) * own + skyBottom[1] * sky + haze[1] * hazy;
      canvas[to + 2] = (palette[what * 3 + 2] ?? 0) * own + skyBottom[2] * sky + haze[2] * hazy;
    }
  }
}
