import { boolean, oneOf, text, UsageError } from "@latchkey/session";
import type { BatchOptions } from "../batches/batchOptions.ts";

/** What to do about an image that is on disk already. */
export type Existing = "keep" | "replace" | "error";

interface DecodeOption {
  /** Decodes each image with sharp, an optional package to install yourself; one that cannot be decoded has failed. */
  readonly decode?: boolean | undefined;
}

/** Options that say for certain that images are decoded: then each has its pixels. */
export interface Decoding {
  readonly decode: true;
}

/** Options that save images to a directory. */
export interface SaveImageOptions extends BatchOptions, DecodeOption {
  /**
   * Directory for the images; made where it is missing. What runs that were killed have left there, `.latchkey-*.part`, is
   * removed by a later run, once nobody has written to it for an hour.
   */
  readonly outDir: string;
  /**
   * "keep" (default) leaves a file that is there as it is and does not fetch it again: an interrupted run goes on where
   * it stopped. "replace" fetches and replaces it. "error" makes it a failure, and so does what is no file.
   */
  readonly existing?: Existing | undefined;
}

/** Options that return images in memory. */
export interface LoadImageOptions extends BatchOptions, DecodeOption {
  readonly outDir?: undefined;
}

/** Whether images go to a directory, or come back in memory. */
export type ImageOptions = SaveImageOptions | LoadImageOptions;

export const imageShape = {
  outDir: text(),
  existing: oneOf("keep", "replace", "error"),
  decode: boolean(),
} as const;

/** @throws UsageError (`option`) for `existing` without a directory: it would do nothing */
export function refuseExisting(existing: unknown): void {
  if (existing === undefined) return;
  throw new UsageError("option", "existing is about files: it needs an outDir.");
}
