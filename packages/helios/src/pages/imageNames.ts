import { type Flow, TransportError } from "@latchkey/session";
import { cameraPrefix } from "../names/cameraPrefix.ts";
import { imageNameParts } from "../names/parseImageName.ts";

/** One page of the names in a collection: those after `marker`, or from its place on where it is no name. */
export type AskForNames = (marker: string) => Flow<{
  readonly names: readonly string[];
  /** How many the page could have held. */
  readonly limit: number;
}>;

/** Which names are wanted. */
export interface CameraNames {
  readonly camera: string;
  /** Names of the old format, without the digits of the camera's digest. */
  readonly oldFlag: boolean;
}

/**
 * The names of images in a collection, in the API's order, each once: all, or those of one camera.
 *
 * @throws TransportError (`protocol`) when a page brings nothing new: the list would never end
 */
export function* imageNames(ask: AskForNames, wanted: CameraNames | undefined): Flow<string[]> {
  const prefix = wanted === undefined ? undefined : wanted.oldFlag ? wanted.camera : cameraPrefix(wanted.camera);
  const found = new Set<string>();
  // Names are sorted, so those of one camera lie together from here on.
  let marker = prefix === undefined ? "" : `${prefix}_`;
  for (;;) {
    const { names, limit } = yield* ask(marker);
    const last = names.at(-1);
    if (last === undefined) break;
    const fresh = names.filter((name) => !found.has(name));
    if (fresh.length === 0) throw endless();
    const near = prefix === undefined ? fresh : fresh.filter((name) => name.startsWith(`${prefix}_`));
    for (const name of near) found.add(name);
    if (near.length < fresh.length || names.length < limit) break;
    marker = last;
  }
  // The id of another camera may begin with this one and a "_".
  return [...found].filter((name) => prefix === undefined || imageNameParts(name).camera === prefix);
}

function endless(): TransportError {
  return new TransportError("protocol", "The API sends the same image names again and again.", { sent: true });
}
