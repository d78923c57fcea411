import { endpoint, type In, type Mode } from "@latchkey/session";
import type { BatchOptions } from "../batches/batchOptions.ts";
import type { ObservationsFeatureCollection } from "../features/featureCollections.ts";
import type { ObservationsFeature } from "../features/observationsFeature.ts";
import { fetchImages } from "../images/fetchImages.ts";
import type { Decoded, ImageResult, LoadedImage, SavedImage } from "../images/image.ts";
import type { Decoding, ImageOptions, LoadImageOptions, SaveImageOptions } from "../images/imageOptions.ts";
import { searchAll } from "../pages/searchAll.ts";
import type { SearchOptions } from "../pages/searchOptions.ts";
import type { SearchResult } from "../pages/searchResult.ts";
import { type ObservationsParams, observationsShape } from "../parameters/observationsParams.ts";
import type { HeliosCaller } from "./heliosCalls.ts";
import { type IdOr, type IdsOr, idOf, idsOf } from "./idOf.ts";
import { observationsResource } from "./resources.ts";
import { type ShowResult, showAll } from "./showAll.ts";

/** An observation, by its id or itself. */
type Observation = IdOr<ObservationsFeature>;

/** What the cameras' sensors see: road weather, visibility, precipitation. */
export class Observations<M extends Mode> {
  readonly #session: HeliosCaller<M>;

  constructor(session: HeliosCaller<M>) {
    this.#session = session;
  }

  /**
   * Searches observations: all pages, in the API's order. One that finds more than the API lets a search reach is divided
   * by time until each part fits.
   *
   * @throws UsageError for a parameter that is unknown or not allowed, and for a time that ends before it begins
   * @throws StatusError, TransportError or DecodeError when the first page cannot be had, or the search not be divided
   *
   * @example
   * ```ts
   * const { results } = await session.observations.index({
   *   state: "Georgia",
   *   time_min: "2018-02-10T18:00Z",
   *   time_max: "2018-02-10T18:15Z",
   *   sensors: { visibility: { data: { max: 0.2 }, prev: { min: 1 } } },
   * });
   * ```
   */
  index(
    params: ObservationsParams = {},
    options: SearchOptions = {},
  ): In<SearchResult<ObservationsFeatureCollection>>[M] {
    return searchAll(this.#session.calls, observationsResource, observationsShape, params, options);
  }

  /** Fetches observations by their ids: one, a list, or what a search found. */
  show(
    observations: IdsOr<ObservationsFeature>,
    options: BatchOptions = {},
  ): In<ShowResult<ObservationsFeature, ObservationsFeatureCollection>>[M] {
    return showAll(this.#session.calls, observationsResource, observations, options);
  }

  /**
   * Fetches the newest image of each observation: of one, a list, or what a search found. With `outDir` they are saved
   * there, each complete or not at all; without it their bytes are returned.
   *
   * @throws UsageError for options that are not allowed, TransportError (`disk`) when there can be no `outDir`; what
   * goes wrong with single images is in `failed`
   */
  preview(
    observations: IdsOr<ObservationsFeature>,
    options: SaveImageOptions & Decoding,
  ): In<ImageResult<Observation, SavedImage<Observation> & Decoded>>[M];
  preview(
    observations: IdsOr<ObservationsFeature>,
    options: LoadImageOptions & Decoding,
  ): In<ImageResult<Observation, LoadedImage<Observation> & Decoded>>[M];
  preview(
    observations: IdsOr<ObservationsFeature>,
    options: SaveImageOptions,
  ): In<ImageResult<Observation, SavedImage<Observation>>>[M];
  preview(
    observations: IdsOr<ObservationsFeature>,
    options?: LoadImageOptions,
  ): In<ImageResult<Observation, LoadedImage<Observation>>>[M];
  preview(
    observations: IdsOr<ObservationsFeature>,
    options?: ImageOptions,
  ): In<ImageResult<Observation, SavedImage<Observation> | LoadedImage<Observation>>>[M];
  preview(
    observations: IdsOr<ObservationsFeature>,
    options: ImageOptions = {},
  ): In<ImageResult<Observation, SavedImage<Observation> | LoadedImage<Observation>>>[M] {
    const sources = {
      inputs: () => idsOf(observations, "observation"),
      pathOf: (observation: Observation) => endpoint`observations/${idOf(observation, "observation")}/preview`,
    };
    return fetchImages(this.#session.calls, sources, options);
  }
}
