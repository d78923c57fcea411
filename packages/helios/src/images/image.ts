import type { Bytes } from "@latchkey/session";
import type { Failure } from "../batches/failure.ts";

/** Decoded pixels, row by row from the top: 8 bits to a channel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Bytes to a pixel: 3 for RGB, 4 with alpha, 1 for grey. */
  readonly channels: number;
  readonly data: Uint8Array;
}

interface ImageBase<I> {
  /** What was asked for. */
  readonly input: I;
  /** The image's name: what its address on the storage host ends in, made safe where it names a file. */
  readonly name: string;
  /** Size of the image. */
  readonly bytes: number;
  /** With `decode: true`. */
  readonly pixels?: Pixels;
}

/** What `decode: true` adds to an image. */
export interface Decoded {
  readonly pixels: Pixels;
}

/** An image that is on disk. */
export interface SavedImage<I> extends ImageBase<I> {
  /** Absolute path. */
  readonly file: string;
  /** Fetched now, or there before, from an earlier run or for an earlier item of this one. */
  readonly status: "saved" | "kept";
  /**
   * Of an image fetched now: false when the server ended it only by closing the connection, so that a cut cannot be
   * told from its end.
   */
  readonly verified?: boolean;
}

/** An image in memory. */
export interface LoadedImage<I> extends ImageBase<I> {
  /** The file as it was sent. */
  readonly content: Bytes;
}

/** What became of the images that were asked for, each list in the order of the inputs. */
export interface ImageResult<I, T extends SavedImage<I> | LoadedImage<I>> {
  readonly images: readonly T[];
  readonly failed: readonly Failure<I>[];
}
