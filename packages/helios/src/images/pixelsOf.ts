import { DecodeError, type Flow, systemErrorCode, UsageError, work } from "@latchkey/session";
import { asNumber, asObject } from "../features/feature.ts";
import type { ImageSource } from "./decodeImage.ts";
import type { Pixels } from "./image.ts";
import { withoutSharp } from "./loadSharp.ts";

/** @throws UsageError (`option`) when images cannot be decoded here: better known before any is fetched */
export function* requireDecoder(): Flow<void> {
  let answer: unknown;
  try {
    answer = yield* work(decoder(), "lookForDecoder", undefined);
  } catch (error) {
    throw systemErrorCode(error) === "ERR_MODULE_NOT_FOUND" ? lost() : error;
  }
  const look = asObject(answer);
  if (look?.["found"] !== true) throw withoutSharp(systemErrorCode(look));
}

/** Decodes an image, in the I/O thread where there is one. @throws DecodeError */
export function* pixelsOf(source: ImageSource, name: string): Flow<Pixels> {
  let decoded: unknown;
  try {
    decoded = yield* work(decoder(), "decodeImage", source);
  } catch (error) {
    // A cancelled flow must unwind; anything else is the decoder's.
    if (asObject(error)?.["name"] === "AbortError") throw error;
    throw undecodable(name);
  }
  const pixels = asObject(decoded);
  const [width, height, channels] = [pixels?.["width"], pixels?.["height"], pixels?.["channels"]].map(asNumber);
  const data = pixels?.["data"];
  if (width === undefined || height === undefined || channels === undefined || !(data instanceof Uint8Array)) {
    throw undecodable(name);
  }
  return { width, height, channels, data };
}

/** Beside this module. Of a bundle that is no module, nobody knows where it is. */
function decoder(): string {
  try {
    return new URL("./decodeImage.js", import.meta.url).href;
  } catch {
    throw lost();
  }
}

function lost(): UsageError {
  return new UsageError(
    "option",
    "The program that decodes images is not beside the library: it was left out of a bundle.",
    { hint: "Tell the bundler to leave the packages @latchkey/* out (external), or leave decode out." },
  );
}

function undecodable(name: string): DecodeError {
  return new DecodeError(`${name} is no image that can be decoded: it is broken, cut short, or of an unknown format.`);
}
