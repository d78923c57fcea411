import { checkOptions, type Flow, type In, type Mode, matching, number, UsageError } from "@latchkey/session";
import { type BatchOptions, type CallOptions, callShape, signalOf } from "../batches/batchOptions.ts";
import { CollectionsFeature } from "../features/collectionsFeature.ts";
import type { FeatureJson } from "../features/feature.ts";
import type { CollectionsFeatureCollection } from "../features/featureCollections.ts";
import { fetchImages } from "../images/fetchImages.ts";
import type { Decoded, ImageResult, LoadedImage, SavedImage } from "../images/image.ts";
import type { Decoding, ImageOptions, LoadImageOptions, SaveImageOptions } from "../images/imageOptions.ts";
import { searchAll } from "../pages/searchAll.ts";
import type { SearchOptions } from "../pages/searchOptions.ts";
import type { SearchResult } from "../pages/searchResult.ts";
import { type CollectionsParams, collectionsShape } from "../parameters/collectionsParams.ts";
import type { Asset } from "./asset.ts";
import { addImages, type ImageChanges, removeImages } from "./changeImages.ts";
import { type CollectionFields, collectionForm } from "./collectionFields.ts";
import { type Collection, collectionPath, imagePath, requireCollection } from "./collectionPath.ts";
import { type CopyResult, copyCollection, createCollection } from "./copyCollection.ts";
import { type EmptyReply, emptyOnce, emptyWhole } from "./emptyCollection.ts";
import type { HeliosCaller } from "./heliosCalls.ts";
import { listOf } from "./idOf.ts";
import { type CollectionImagesOptions, listCollectionImages, MOST_NAMES } from "./listCollectionImages.ts";
import { readObject } from "./readObject.ts";
import { collectionsResource } from "./resources.ts";

/** Options of `collections.show`. */
export interface CollectionShowOptions extends CallOptions {
  /** Image names to list, 1 to 200. Default 200; `images` lists all. */
  readonly limit?: number | undefined;
  /** The name after which the list begins. */
  readonly marker?: string | undefined;
}

const showShape = {
  ...callShape,
  limit: number({ min: 1, max: MOST_NAMES, integer: true }),
  marker: matching("a string", (value): value is string => typeof value === "string"),
} as const;

/** Your collections of images. The API keeps a collection for 90 days, then removes it with its images. */
export class Collections<M extends Mode> {
  readonly #session: HeliosCaller<M>;

  constructor(session: HeliosCaller<M>) {
    this.#session = session;
  }

  /**
   * Searches collections: all pages, in the order of `sort`. One that finds more than the API lets a search reach is divided
   * by `created_at` (by `updated_at` where that is the order) until each part fits.
   *
   * @throws UsageError for a parameter that is unknown or not allowed, and for a time that ends before it begins
   * @throws StatusError, TransportError or DecodeError when the first page cannot be had, or the search not be divided
   */
  index(
    params: CollectionsParams = {},
    options: SearchOptions = {},
  ): In<SearchResult<CollectionsFeatureCollection>>[M] {
    return searchAll(this.#session.calls, collectionsResource, collectionsShape, params, options);
  }

  /** Fetches one collection, with the first names of its images. */
  show(collection: Collection, options: CollectionShowOptions = {}): In<CollectionsFeature>[M] {
    return this.#session.calls.run(this.#show(collection, options), signalOf(options));
  }

  /**
   * Makes a collection and returns its id.
   *
   * @param tags - words to find it by; a comma in one is refused, the API would make two of it
   *
   * @example
   * ```ts
   * const id = await session.collections.create("Storm", "I-64 on the 10th", ["rain", "night"]);
   * ```
   */
  create(name: string, description: string, tags?: readonly string[], options: CallOptions = {}): In<string>[M] {
    return this.#session.calls.run(
      this.#create({ name, description, ...(tags && { tags }) }, options),
      signalOf(options),
    );
  }

  /**
   * Changes what is given of a collection, and returns the API's answer.
   *
   * @throws UsageError when nothing is given
   */
  update(collection: Collection, fields: CollectionFields, options: CallOptions = {}): In<FeatureJson>[M] {
    return this.#session.calls.run(this.#update(collection, fields, options), signalOf(options));
  }

  /**
   * The names of a collection's images, in the API's order, each once: all, or those of one camera.
   *
   * @throws StatusError, TransportError or DecodeError when one of the pages cannot be had
   *
   * @example
   * ```ts
   * const names = await session.collections.images(id, { camera: "CODOT-11150-13689" });
   * ```
   */
  images(collection: Collection, options: CollectionImagesOptions = {}): In<string[]>[M] {
    return this.#session.calls.run(listCollectionImages(this.#session.calls, collection, options), signalOf(options));
  }

  /** Fetches images of a collection by their names: one, or a list; see `cameras.showImage`. */
  showImage(
    collection: Collection,
    names: string | readonly string[],
    options: SaveImageOptions & Decoding,
  ): In<ImageResult<string, SavedImage<string> & Decoded>>[M];
  showImage(
    collection: Collection,
    names: string | readonly string[],
    options: LoadImageOptions & Decoding,
  ): In<ImageResult<string, LoadedImage<string> & Decoded>>[M];
  showImage(
    collection: Collection,
    names: string | readonly string[],
    options: SaveImageOptions,
  ): In<ImageResult<string, SavedImage<string>>>[M];
  showImage(
    collection: Collection,
    names: string | readonly string[],
    options?: LoadImageOptions,
  ): In<ImageResult<string, LoadedImage<string>>>[M];
  showImage(
    collection: Collection,
    names: string | readonly string[],
    options?: ImageOptions,
  ): In<ImageResult<string, SavedImage<string> | LoadedImage<string>>>[M];
  showImage(
    collection: Collection,
    names: string | readonly string[],
    options: ImageOptions = {},
  ): In<ImageResult<string, SavedImage<string> | LoadedImage<string>>>[M] {
    const sources = {
      inputs: () => {
        requireCollection(collection);
        return listOf(names, "image name");
      },
      pathOf: (name: string) => imagePath(collection, name),
      // The storage host keeps an image of a collection under its own name.
      nameOf: (name: string) => name,
    };
    return fetchImages(this.#session.calls, sources, options);
  }

  /**
   * Adds images to a collection: one, or a list.
   *
   * @throws UsageError for a collection that is none; what goes wrong with single images is in `failed`
   */
  addImage(
    collection: Collection,
    assets: Asset | readonly Asset[],
    options: BatchOptions = {},
  ): In<ImageChanges<Asset>>[M] {
    return addImages(this.#session.calls, collection, assets, options);
  }

  /**
   * Removes images from a collection by their names: one, or a list.
   *
   * @throws UsageError for a collection that is none; what goes wrong with single images is in `failed`
   */
  removeImage(
    collection: Collection,
    names: string | readonly string[],
    options: BatchOptions = {},
  ): In<ImageChanges<string>>[M] {
    return removeImages(this.#session.calls, collection, names, options);
  }

  /**
   * Copies a collection with its images. The new one is there, and its id returned, even when images could not be added:
   * they are in `failed`. When the original cannot be read, nothing is made.
   *
   * @throws StatusError, TransportError or DecodeError when the original cannot be read, or the new one not be made;
   * TransportError (`aborted`) when `signal` stops it before that
   */
  copy(collection: Collection, newName: string, options: BatchOptions = {}): In<CopyResult>[M] {
    return copyCollection(this.#session.calls, collection, newName, options);
  }

  /** Removes up to 1000 images, as many as the API does at once. See {@link Collections.emptyAll}. */
  empty(collection: Collection, options: CallOptions = {}): In<EmptyReply>[M] {
    return this.#session.calls.run(this.#empty(collection, options, false), signalOf(options));
  }

  /** Removes all images; `total` says how many they were. */
  emptyAll(collection: Collection, options: CallOptions = {}): In<EmptyReply>[M] {
    return this.#session.calls.run(this.#empty(collection, options, true), signalOf(options));
  }

  /**
   * Removes a collection, and returns the API's answer.
   *
   * @throws StatusError while it has images: remove them with `emptyAll` first
   */
  destroy(collection: Collection, options: CallOptions = {}): In<FeatureJson>[M] {
    return this.#session.calls.run(this.#destroy(collection, options), signalOf(options));
  }

  *#show(collection: Collection, options: CollectionShowOptions): Flow<CollectionsFeature> {
    const { limit = MOST_NAMES, marker, timeout, deadline } = checkOptions(options, showShape);
    const request = { params: { limit, marker }, timeout, deadline };
    return new CollectionsFeature(
      readObject(yield* this.#session.calls.get<unknown>(collectionPath(collection), request)),
    );
  }

  *#create(fields: CollectionFields, options: CallOptions): Flow<string> {
    if (fields.name === undefined) throw new UsageError("option", "name is missing: a collection needs one.");
    return yield* createCollection(this.#session.calls, fields, checkOptions(options, callShape));
  }

  *#update(collection: Collection, fields: CollectionFields, options: CallOptions): Flow<FeatureJson> {
    const { timeout, deadline } = checkOptions(options, callShape);
    const form = collectionForm(fields);
    if (Object.keys(form).length === 0) {
      throw new UsageError("option", "There is nothing to update: give a name, a description or tags.");
    }
    const request = { form, timeout, deadline };
    return readObject(yield* this.#session.calls.send<unknown>("PATCH", collectionPath(collection), request));
  }

  *#empty(collection: Collection, options: CallOptions, all: boolean): Flow<EmptyReply> {
    const timing = checkOptions(options, callShape);
    return yield* (all ? emptyWhole : emptyOnce)(this.#session.calls, collection, timing);
  }

  *#destroy(collection: Collection, options: CallOptions): Flow<FeatureJson> {
    const { timeout, deadline } = checkOptions(options, callShape);
    const response = yield* this.#session.calls.send<unknown>("DELETE", collectionPath(collection), {
      timeout,
      deadline,
    });
    return response.ok && response.status === 404 ? { ok: true } : readObject(response);
  }
}
