import { type ApiResponse, call, type Flow, type Mode, savedFile } from "@latchkey/session";
import { pixelsOf } from "#pixels";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import { safeFileName } from "../names/safeFileName.ts";
import type { SavedImage } from "./image.ts";
import { bareGet, type Hop, imageCall } from "./imageCall.ts";
import type { ImageFolder } from "./imageFolder.ts";
import type { SaveImageOptions } from "./imageOptions.ts";
import { redirectOf, requireImage } from "./imageReply.ts";
import type { NameClaims } from "./nameClaims.ts";

/** What the images of one batch share. */
export interface SaveContext<M extends Mode> {
  readonly calls: HeliosCalls<M>;
  readonly folder: ImageFolder;
  readonly claims: NameClaims;
  readonly options: SaveImageOptions;
}

/** An image on disk, whatever it was asked for by. */
export type ImageOnDisk = Omit<SavedImage<unknown>, "input">;

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
  const { calls, options } = context;
  if (known !== undefined) {
    const kept = yield* keep(context, safeFileName(encodeURIComponent(known)));
    if (kept !== undefined) return kept;
  }
  return yield* imageCall<M, ImageOnDisk>(calls, path, options, (url, given) => claimAndFetch(context, url, given));
}

/** The file that is there already; `undefined` when it must be fetched. */
function* keep<M extends Mode>(context: SaveContext<M>, name: string): Flow<ImageOnDisk | undefined> {
  const bytes = yield* call(() => context.folder.kept(name));
  return bytes === undefined ? undefined : yield* describe(context, { name, bytes, status: "kept" });
}

function* describe<M extends Mode>(
  { folder, options }: SaveContext<M>,
  known: Pick<ImageOnDisk, "name" | "bytes" | "status">,
): Flow<ImageOnDisk> {
  const file = folder.fileOf(known.name);
  if (options.decode !== true) return { ...known, file };
  return { ...known, file, pixels: yield* pixelsOf({ file }, known.name) };
}

/** The name is known before the body is fetched: what is there is not fetched again. */
function* claimAndFetch<M extends Mode>(
  context: SaveContext<M>,
  url: URL,
  given: ApiResponse<unknown> | undefined,
): Flow<Hop<ImageOnDisk>> {
  const name = safeFileName(url.pathname);
  const claim = yield* context.claims.claim(name, url.origin + url.pathname);
  if (claim === undefined) {
    const kept = yield* keep(context, name);
    if (kept !== undefined) return { image: kept };
    const bytes = yield* call(() => context.folder.sizeOf(name));
    return { image: yield* describe(context, { name, bytes, status: "kept" }) };
  }
  try {
    const kept = yield* keep(context, name);
    const hop = kept === undefined ? yield* fetchAndPublish(context, url, name, given) : { image: kept };
    if ("image" in hop) claim.succeed();
    return hop;
  } finally {
    claim.giveUp();
  }
}

/** Into a temporary file first: a broken image, or a page in its place, never gets the image's name. */
function* fetchAndPublish<M extends Mode>(
  context: SaveContext<M>,
  url: URL,
  name: string,
  given: ApiResponse<unknown> | undefined,
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
