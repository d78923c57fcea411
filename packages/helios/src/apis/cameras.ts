import { checkOptions, endpoint, type Flow, type In, type Mode, number } from "@latchkey/session";
import { type BatchOptions, type CallOptions, callShape, signalOf } from "../batches/batchOptions.ts";
import { placing } from "../batches/placed.ts";
import type { CamerasFeature } from "../features/camerasFeature.ts";
import type { CamerasFeatureCollection } from "../features/featureCollections.ts";
import { fetchImages } from "../images/fetchImages.ts";
import type { Decoded, ImageResult, LoadedImage, SavedImage } from "../images/image.ts";
import type { Decoding, ImageOptions, LoadImageOptions, SaveImageOptions } from "../images/imageOptions.ts";
import { timesBetween, timesFrom } from "../pages/cameraTimes.ts";
import { searchAll } from "../pages/searchAll.ts";
import type { SearchOptions } from "../pages/searchOptions.ts";
import type { SearchResult } from "../pages/searchResult.ts";
import { type CamerasParams, camerasShape } from "../parameters/camerasParams.ts";
import { instantOf, type Time } from "../parameters/paramChecks.ts";
import { refuseSpan } from "../parameters/span.ts";
import type { HeliosCaller } from "./heliosCalls.ts";
import { type IdOr, type IdsOr, idOf, listOf } from "./idOf.ts";
import { readTexts } from "./readObject.ts";
import { camerasResource } from "./resources.ts";
import { type ShowResult, showAll } from "./showAll.ts";

/** Options of `cameras.images`. */
export interface CameraImagesOptions extends CallOptions {
  /** Until then, included. Without it there is one page, of `limit` times at most. */
  readonly endTime?: Time | undefined;
  /** Times asked for at once, 1 to 500. Default 500. */
  readonly limit?: number | undefined;
}

const MOST_TIMES = 500;

const imagesShape = {
  ...callShape,
  endTime: (value: unknown): unknown => value,
  limit: number({ min: 1, max: MOST_TIMES, integer: true }),
} as const;

/** Roadside cameras and their images. */
export class Cameras<M extends Mode> {
  readonly #session: HeliosCaller<M>;

  constructor(session: HeliosCaller<M>) {
    this.#session = session;
  }

  /**
   * Searches cameras: all pages, in the API's order.
   *
   * @throws UsageError for a parameter that is unknown or not allowed
   * @throws StatusError, TransportError or DecodeError when the first page cannot be had
   *
   * @example
   * ```ts
   * const { results } = await session.cameras.index({ state: "New York", q: "south" });
   * ```
   */
  index(params: CamerasParams = {}, options: SearchOptions = {}): In<SearchResult<CamerasFeatureCollection>>[M] {
    return searchAll(this.#session.calls, camerasResource, camerasShape, params, options);
  }

  /** Fetches cameras by their ids: one, a list, or what a search found. */
  show(
    cameras: IdsOr<CamerasFeature>,
    options: BatchOptions = {},
  ): In<ShowResult<CamerasFeature, CamerasFeatureCollection>>[M] {
    return showAll(this.#session.calls, camerasResource, cameras, options);
  }

  /**
   * The times of a camera's images, oldest first, each once: what `showImage` takes.
   *
   * @param startTime - from then on, included; ISO 8601, which may be partial, or a Date. Without a zone it is UTC
   * @throws UsageError for a time that is none, or an end before the start
   * @throws StatusError, TransportError or DecodeError when one of the pages cannot be had
   *
   * @example
   * ```ts
   * const times = await session.cameras.images(camera, "2018-01-01", { endTime: "2018-01-02" });
   * ```
   */
  images(camera: IdOr<CamerasFeature>, startTime: Time, options: CameraImagesOptions = {}): In<string[]>[M] {
    return this.#session.calls.run(this.#images(camera, startTime, options), signalOf(options));
  }

  /**
   * Fetches the images of a camera that are closest to some times: one time, or a list. With `outDir` they are saved
   * there, each complete or not at all; without it their bytes are returned.
   *
   * @throws UsageError for options that are not allowed and a camera that is none, TransportError (`disk`) when there can
   * be no `outDir`; what goes wrong with single images is in `failed`
   *
   * @example
   * ```ts
   * const { images, failed } = await session.cameras.showImage(camera, times, { outDir: "images" });
   * ```
   */
  showImage(
    camera: IdOr<CamerasFeature>,
    times: Time | readonly Time[],
    options: SaveImageOptions & Decoding,
  ): In<ImageResult<Time, SavedImage<Time> & Decoded>>[M];
  showImage(
    camera: IdOr<CamerasFeature>,
    times: Time | readonly Time[],
    options: LoadImageOptions & Decoding,
  ): In<ImageResult<Time, LoadedImage<Time> & Decoded>>[M];
  showImage(
    camera: IdOr<CamerasFeature>,
    times: Time | readonly Time[],
    options: SaveImageOptions,
  ): In<ImageResult<Time, SavedImage<Time>>>[M];
  showImage(
    camera: IdOr<CamerasFeature>,
    times: Time | readonly Time[],
    options?: LoadImageOptions,
  ): In<ImageResult<Time, LoadedImage<Time>>>[M];
  showImage(
    camera: IdOr<CamerasFeature>,
    times: Time | readonly Time[],
    options?: ImageOptions,
  ): In<ImageResult<Time, SavedImage<Time> | LoadedImage<Time>>>[M];
  showImage(
    camera: IdOr<CamerasFeature>,
    times: Time | readonly Time[],
    options: ImageOptions = {},
  ): In<ImageResult<Time, SavedImage<Time> | LoadedImage<Time>>>[M] {
    const sources = {
      inputs: () => {
        // What is no camera is told once, and not for each time.
        imagesPath(camera);
        return listOf(times, "time");
      },
      pathOf: (time: Time) => `${imagesPath(camera)}/${endpoint`${isoOf(time, "time")}`}`,
    };
    return fetchImages(this.#session.calls, sources, options);
  }

  *#images(camera: IdOr<CamerasFeature>, startTime: Time, options: CameraImagesOptions): Flow<string[]> {
    const { calls } = this.#session;
    const { timeout, deadline, endTime, limit = MOST_TIMES } = checkOptions(options, imagesShape);
    const path = imagesPath(camera);
    const from = instantOf(startTime, "startTime");
    function* ask(time: number, count: number): Flow<readonly string[]> {
      const params = { time: new Date(time).toISOString(), limit: count };
      return readTexts(yield* calls.get<unknown>(path, { params, timeout, deadline, patient: true }), "times");
    }
    if (endTime === undefined) return yield* timesFrom(ask, from, limit);
    const to = instantOf(endTime, "endTime");
    if (to < from) throw refuseSpan(["startTime", startTime], ["endTime", endTime]);
    const times = timesBetween(ask, { from, to }, limit, calls.maxConcurrency);
    return yield* placing(calls, "GET", path, times);
  }
}

function imagesPath(camera: IdOr<CamerasFeature>): string {
  return endpoint`cameras/${idOf(camera, "camera")}/images`;
}

/** In one spelling for each moment, and encoded as one segment: the API sees what was meant, whatever the zone. */
function isoOf(time: Time, option: string): string {
  return new Date(instantOf(time, option)).toISOString();
}
