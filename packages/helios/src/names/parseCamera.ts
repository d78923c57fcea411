import { UsageError } from "@latchkey/session";
import { cameraPrefix } from "./cameraPrefix.ts";
import { imageNameParts } from "./parseImageName.ts";

/**
 * The id of the camera that an image is of, from its name or URL: with or without the four digits and the dash that
 * newer names begin with. An id may hold "-" and "_".
 *
 * @throws UsageError (`option`) when the name has no camera in it
 *
 * @example
 * ```ts
 * parseCamera("1a67-CODOT-11150-13689_20171128153407000.jpg"); // "CODOT-11150-13689"
 * ```
 */
export function parseCamera(urlOrName: string): string {
  const { camera } = imageNameParts(urlOrName);
  if (camera === "") {
    throw new UsageError("option", "This is no image name: it needs a camera, a _ and a time.", {
      hint: 'Such as "1a67-CODOT-11150-13689_20171128153407000.jpg", or the URL of one.',
    });
  }
  // Only a digest of the rest is a prefix: an id of its own may begin the same way.
  const rest = camera.slice(5);
  return rest !== "" && camera === cameraPrefix(rest) ? rest : camera;
}
