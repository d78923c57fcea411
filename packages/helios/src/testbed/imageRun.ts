import { getHeapStatistics } from "node:v8";
import { memoryStore } from "@latchkey/session";
import { Cameras } from "../apis/cameras.ts";
import { AsyncHeliosSession } from "../asyncHeliosSession.ts";
import { HeliosSession } from "../heliosSession.ts";
import type { SaveImageOptions } from "../images/imageOptions.ts";

/**
 * A program of its own, to be watched and killed: saves the images of a camera, with either twin, and writes a line for
 * each that is done. At its end it writes what its heap held more than at the start, after a collection, at most.
 */
const [twin, apiUrl = "", camera = "", start = "", end = "", outDir = "", concurrency = "50"] = process.argv.slice(2);
const credentials = { clientId: "sandbox", clientSecret: "sandbox-secret" };
const options = { apiUrl, ...credentials, store: memoryStore() };

function heap(): number {
  globalThis.gc?.();
  // Not memoryUsage(): that opens a file, and there may be none left to open.
  return getHeapStatistics().used_heap_size;
}

const session = twin === "async" ? new AsyncHeliosSession(options) : new HeliosSession(options);
const cameras = new Cameras<"async" | "blocking">(session);
const times = await cameras.images(camera, start, { endTime: end });
const idle = heap();
let most = 0;
const saving: SaveImageOptions = {
  outDir,
  maxConcurrency: Number(concurrency),
  // The machine may have much else to do: time is not what this is about.
  timeout: 120_000,
  onProgress({ done, total }) {
    console.log(`done ${done} of ${total}`);
    if (done % 50 === 0) most = Math.max(most, heap() - idle);
  },
};
const { images, failed } = await cameras.showImage(camera, times, saving);
const why = [...new Set(failed.map(({ error }) => error.message))].slice(0, 3);
console.log(JSON.stringify({ images: images.length, failed: failed.length, why, heap: most }));
await session.close();
