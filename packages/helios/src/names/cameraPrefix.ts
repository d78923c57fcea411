import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** How image names of a camera begin, up to the "_" before their stamp: `{md5(camera)[0:4]}-{camera}`. */
export function cameraPrefix(camera: string): string {
  // Not for security: the API spreads its files over its storage by it. Browsers have no MD5 of their own.
  return `${bytesToHex(md5(utf8ToBytes(camera)).subarray(0, 2))}-${camera}`;
}
