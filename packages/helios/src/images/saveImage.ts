import { type ApiResponse, call, type Flow, type Mode, savedFile } from "@latchkey/session";
import { pixelsOf } from "#pixels";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import { safeFileName } from "../names/safeFileName.ts";
import type { SavedImage } from "./image.ts";
import { bareGet, type Hop, imageCall } from "./imageCall.ts";
import type { ImageFolder } from "./imageFolder.ts";
import type { SaveImageOptions } from "./imageOptions.ts";
import { redirectOf, requireImage } from "./imageReply.ts";
import type { NameClaim, NameClaims } from "./nameClaims.ts";

/** What the images of one batch share. */
export interface SaveContext<M extends Mode> {
  readonly calls: HeliosCalls<M>;
  readonly folder: ImageFolder;
  readonly claims: NameClaims;
  readonly options: SaveImageOptions;
}

/** An image on disk, whatever it was asked for by. */
export type ImageOnDisk = Omit<SavedImage<unknown>, "input">;

/** An address that may be an image's, and the name of its file. */
interface Target {
  readonly url: URL;
  readonly name: string;
  /** Its answer, where it has been asked already. */
  readonly given: ApiResponse<unknown> | undefined;
}

/** The name that an item has claimed. */
interface Own {
  readonly name: string;
  readonly claim: NameClaim;
}

/** A body that is on disk under a temporary name. */
interface Arrived {
  readonly bytes: number;
  readonly verified: boolean;
}

/** Fetches an image into the folder, unless it is there. `known` is its name, where that can be told without asking. */
export function* saveImage<M extends Mode>(
  context: SaveContext<M>,
  path: string,
  known: string | undefined,
): Flow<ImageOnDisk> {
  if (known === undefined) return yield* fetchNamed(context, path, undefined);
  const name = safeFileName(encodeURIComponent(known));
  const claim = yield* context.claims.claim(name, known);
  if (claim === undefined) return yield* share(context, name);
  try {
    // A name that had to be made safe may be that of another image: what is there is kept once the server said whose it is.
    const kept = name === known.normalize("NFC") ? yield* keep(context, name) : undefined;
    const image = kept ?? (yield* fetchNamed(context, path, { name, claim }));
    claim.succeed();
    return image;
  } finally {
    claim.giveUp();
  }
}

/** Asks for an image, for an item that may have claimed its name already. */
function* fetchNamed<M extends Mode>(
  context: SaveContext<M>,
  path: string,
  claimed: Own | undefined,
): Flow<ImageOnDisk> {
  const { calls, options } = context;
  let own = claimed;
  return yield* imageCall<M, ImageOnDisk>(calls, path, options, (url, given) => {
    // What the API refuses has no name.
    if (given !== undefined) requireImage(given, given.content.length);
    const name = safeFileName(url.pathname);
    const target = { url, name, given };
    if (name === own?.name) return keepOrFetch(context, target);
    own?.claim.giveUp();
    own = undefined;
    return claimAndFetch(context, target);
  });
}

/** The file that is there already; `undefined` when it must be fetched. */
function* keep<M extends Mode>(context: SaveContext<M>, name: string): Flow<ImageOnDisk | undefined> {
  const bytes = yield* call(() => context.folder.kept(name));
  return bytes === undefined ? undefined : yield* describe(context, { name, bytes, status: "kept" });
}

/** The file that another item of this batch has written, or found. */
function* share<M extends Mode>(context: SaveContext<M>, name: string): Flow<ImageOnDisk> {
  const bytes = yield* call(() => context.folder.sizeOf(name));
  return yield* describe(context, { name, bytes, status: "kept" });
}

function* describe<M extends Mode>(
  { folder, options }: SaveContext<M>,
  known: Pick<ImageOnDisk, "name" | "bytes" | "status">,
): Flow<ImageOnDisk> {
  const file = folder.fileOf(known.name);
  if (options.decode !== true) return { ...known, file };
  return { ...known, file, pixels: yield* pixelsOf({ file }, known.name) };
}

function* claimAndFetch<M extends Mode>(context: SaveContext<M>, target: Target): Flow<Hop<ImageOnDisk>> {
  const { url, name } = target;
  const claim = yield* context.claims.claim(name, url.origin + url.pathname);
  if (claim === undefined) return { image: yield* share(context, name) };
  try {
    const hop = yield* keepOrFetch(context, target);
    if ("image" in hop) claim.succeed();
    return hop;
  } finally {
    claim.giveUp();
  }
}

/** The name is known before the body is fetched: what is there is not fetched again, where the name says what it is. */
function* keepOrFetch<M extends Mode>(context: SaveContext<M>, target: Target): Flow<Hop<ImageOnDisk>> {
  const kept = target.given === undefined ? yield* keep(context, target.name) : undefined;
  return kept === undefined ? yield* fetchAndPublish(context, target) : { image: kept };
}

/** Into a temporary file first: a broken image, or a page in its place, never gets the image's name. */
function* fetchAndPublish<M extends Mode>(
  context: SaveContext<M>,
  { url, name, given }: Target,
): Flow<Hop<ImageOnDisk>> {
  const { folder, options } = context;
  const temporary = folder.temporary();
  try {
    const arrived =
      given === undefined ? yield* fetch(context, url, temporary) : yield* write(context, given, temporary);
    if ("redirect" in arrived) return arrived;
    const { bytes, verified } = arrived;
    const pixels = options.decode === true ? { pixels: yield* pixelsOf({ file: temporary }, name) } : {};
    const mine = yield* call(() => folder.publish(temporary, name));
    // The API's own addresses end alike: a file of that name may be of another image.
    if (!mine && given !== undefined) yield* call(() => folder.requireSame(name, given.content));
    const status = mine ? ("saved" as const) : ("kept" as const);
    return { image: { name, file: folder.fileOf(name), bytes, status, verified, ...pixels } };
  } finally {
    yield* call(() => folder.discard(temporary));
  }
}

function* fetch<M extends Mode>(
  { calls, options }: SaveContext<M>,
  url: URL,
  temporary: string,
): Flow<Arrived | { readonly redirect: URL }> {
  const response = yield* bareGet(calls, url, options, temporary);
  const redirect = redirectOf(response, url.href);
  if (redirect !== undefined) return { redirect };
  const { bytes = 0, verified = false } = savedFile(response) ?? {};
  requireImage(response, bytes);
  return { bytes, verified };
}

/** An API that answered with the image itself. */
function* write<M extends Mode>(
  { folder }: SaveContext<M>,
  response: ApiResponse<unknown>,
  temporary: string,
): Flow<Arrived> {
  const { content } = requireImage(response, response.content.length);
  yield* call(() => folder.write(temporary, content));
  return { bytes: content.length, verified: true };
}
