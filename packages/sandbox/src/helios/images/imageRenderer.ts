import type { Camera } from "../cameras/camera.ts";
import type { WeatherModel } from "../weather/weather.ts";
import { type Canvas, height, newCanvas, rectangle, width, write } from "./canvas.ts";
import { type GroundPlan, planGround } from "./groundPlan.ts";
import { paintFalling } from "./paintFalling.ts";
import { paintGround } from "./paintGround.ts";
import { paintSky } from "./paintSky.ts";
import { paintTraffic } from "./paintTraffic.ts";
import { type Scene, sceneOf } from "./scene.ts";

/** A plan takes about 400 kB, and more time than all the rest of a picture. */
const rememberedPlans = 64;
const lettersPerLine = 52;

/** Two bars with the camera's name, its place and the time, in our own letters: the machine may have no fonts. */
function paintCaption(canvas: Canvas, { camera, time, weather }: Scene): void {
  const stamp = new Date(time).toISOString().replace("T", " ").slice(0, 19);
  const line = (left: string, right: string, top: number) => {
    rectangle(canvas, [0, top, width, 22], [0, 0, 0], 0.62);
    const room = lettersPerLine - left.length - 1;
    const end = right.length > room ? right.slice(0, room) : right.padStart(room);
    write(canvas, `${left} ${end}`, 8, top + 4, 2, [255, 255, 255]);
  };
  line(camera.id, `${camera.city}, ${camera.state}`, 0);
  line(`${stamp} UTC ${Math.round(weather.temperature)}°C`, camera.description, height - 22);
}

/** Rounds to bytes, with the grain of a cheap sensor: stronger in the dark. */
function develop(canvas: Canvas, { moment, day }: Scene): Uint8ClampedArray {
  const grain = 9 - 3 * day;
  const bytes = new Uint8ClampedArray(canvas.length);
  let state = moment | 1;
  for (let i = 0; i < canvas.length; i += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const speck = ((state >>> 8) / 2 ** 24 - 0.5) * grain;
    bytes[i] = (canvas[i] ?? 0) + speck;
    bytes[i + 1] = (canvas[i + 1] ?? 0) + speck;
    bytes[i + 2] = (canvas[i + 2] ?? 0) + speck;
  }
  return bytes;
}

/** Paints what a camera sees at a time onto a canvas, which may hold an older picture: every pixel is painted over. */
function paint(canvas: Canvas, scene: Scene, plan: GroundPlan): void {
  paintSky(canvas, scene);
  paintGround(canvas, scene, plan);
  paintTraffic(canvas, scene);
  paintFalling(canvas, scene);
  paintCaption(canvas, scene);
}

/** What a camera sees at a time, as a JPEG of 640 by 480: the same bytes every time. */
export type ImageRenderer = (camera: Camera, time: number) => Promise<Uint8Array>;

/** A renderer for one world. All its pictures are painted on one canvas, in turns: painting does not wait for anything. */
export function imageRenderer(model: WeatherModel): ImageRenderer {
  const canvas = newCanvas();
  const plans = new Map<string, GroundPlan>();
  const planOf = (scene: Scene): GroundPlan => {
    const plan = plans.get(scene.camera.id) ?? planGround(scene);
    if (plans.size >= rememberedPlans) plans.clear();
    plans.set(scene.camera.id, plan);
    return plan;
  };
  return (camera, time) => {
    const scene = sceneOf(model, camera, time);
    paint(canvas, scene, planOf(scene));
    return encode(develop(canvas, scene));
  };
}

async function encode(pixels: Uint8ClampedArray): Promise<Uint8Array> {
  // Loaded with the first picture: it costs as much time as all the rest of a start.
  const { default: sharp } = await import("sharp");
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 84 })
    .toBuffer();
}
