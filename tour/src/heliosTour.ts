import { join } from "node:path";
import type { HeliosBase } from "@latchkey/helios";
import type { Mode } from "@latchkey/session";
import type { Report } from "./report.ts";

/** How many images of one camera are downloaded. */
const IMAGES = 100;

/**
 * From a token to pictures on disk. Written once for both twins, as the Keystone tour is.
 *
 * @returns the images' files
 */
export async function heliosTour(session: HeliosBase<Mode>, directory: string, report: Report): Promise<string[]> {
  await session.startSession();
  report.done("token", `from ${session.token?.source === "store" ? "the token file" : "the server"}`);

  const { results: cameras } = await session.cameras.index({ state: "New York" });
  report.done("cameras in New York", `${cameras.length}: ${cameras.pluck("city").slice(0, 3).join(", ")}, …`);

  const { results: alerts } = await session.alerts.index({ limit: 20 });
  report.done("alerts", alerts.length === 0 ? "none now" : `${alerts.length}: ${alerts.at(0)?.headline ?? ""}`);

  const camera = cameras.at(0);
  if (camera === undefined) throw new Error("The server knows no camera in New York.");
  const day = new Date(Date.now() - 24 * 3_600_000).toISOString();
  const times = (await session.cameras.images(camera, day, { limit: IMAGES })).slice(0, IMAGES);
  const outDir = join(directory, session.mode);
  const onProgress = report.progress(`images of ${camera.id}`);
  const { images, failed } = await session.cameras.showImage(camera, times, { outDir, onProgress });
  const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
  report.done("images on disk", `${images.length}, ${(bytes / 1e6).toFixed(1)} MB, ${failed.length} failed`);

  const again = await session.cameras.showImage(camera, times, { outDir });
  report.done("once more", `${again.images.filter((image) => image.status === "kept").length} kept, none fetched`);
  return images.map((image) => image.file);
}
