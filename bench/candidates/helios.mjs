import { AsyncHeliosSession, HeliosSession, memoryStore } from "@latchkey/helios";
import { expect } from "../harness/expect.mjs";

/** Cameras as users have them: each image is asked for at the API, which redirects to the image: two requests. */
export function open({ url, variant, concurrency = 50 }) {
  const options = {
    clientId: "bench",
    clientSecret: "s3cret",
    apiUrl: `${url}/v1`,
    store: memoryStore(),
    maxConcurrency: concurrency,
  };
  const session = variant === "blocking" ? new HeliosSession(options) : new AsyncHeliosSession(options);
  return {
    async images(paths, folder) {
      const day = Date.UTC(2018, 0, 1);
      const times = paths.map((_, index) => new Date(day + index * 60_000));
      const { images, failed } = await session.cameras.showImage("bench", times, { outDir: folder });
      if (failed.length > 0) throw failed[0].error;
      expect.length(images.length, paths.length);
    },
    close: () => session.close(),
  };
}
