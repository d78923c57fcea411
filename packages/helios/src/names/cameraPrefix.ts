import { createHash } from "node:crypto";

/** How image names of a camera begin, up to the "_" before their stamp: `{md5(camera)[0:4]}-{camera}`. */
export function cameraPrefix(camera: string): string {
  // Not for security: the API spreads its files over its storage by it.
  return `${createHash("md5").update(camera).digest("hex").slice(0, 4)}-${camera}`;
}
