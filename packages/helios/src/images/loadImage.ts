import type { Flow, Mode } from "@latchkey/session";
import { pixelsOf } from "#pixels";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import { parseImageName } from "../names/parseImageName.ts";
import type { LoadedImage } from "./image.ts";
import { bareGet, imageCall } from "./imageCall.ts";
import type { ImageOptions } from "./imageOptions.ts";
import { redirectOf, requireImage } from "./imageReply.ts";

/** An image in memory, whatever it was asked for by. */
export type ImageInMemory = Omit<LoadedImage<unknown>, "input">;

/** Fetches an image into memory. */
export function* loadImage<M extends Mode>(
  calls: HeliosCalls<M>,
  path: string,
  options: ImageOptions,
): Flow<ImageInMemory> {
  return yield* imageCall<M, ImageInMemory>(calls, path, options, function* (url, given) {
    const response = given ?? (yield* bareGet(calls, url, options));
    const redirect = redirectOf(response, url.href);
    if (redirect !== undefined) return { redirect };
    const { content } = requireImage(response, response.content.length);
    const name = parseImageName(url.pathname);
    const image: ImageInMemory = { name, content, bytes: content.length };
    if (options.decode !== true) return { image };
    return { image: { ...image, pixels: yield* pixelsOf({ bytes: content }, name) } };
  });
}
