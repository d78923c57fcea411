import { md5 } from "./md5.ts";

/** How image names of a camera begin, up to the "_" before their stamp: `{md5(camera)[0:4]}-{camera}`. */
export function cameraPrefix(camera: string): string {
  // Not for security: the API spreads its files over its storage by it.
  return `${md5(camera).slice(0, 4)}-${camera}`;
}
