import { UsageError } from "@latchkey/session";
import type { Sharp, SharpOptions } from "sharp";
import type { Pixels } from "./image.ts";

/** What is decoded: a file, or bytes. */
export type ImageSource = { readonly file: string } | { readonly bytes: Uint8Array };

type SharpFunction = (input: string | Uint8Array, options?: SharpOptions) => Sharp;

/**
 * Loads sharp, which is not installed with this package.
 *
 * @throws UsageError (`option`) when it is not there
 */
export async function loadSharp(): Promise<SharpFunction> {
  try {
    return (await import("sharp")).default;
  } catch {
    throw new UsageError("option", "Decoding and drawing images needs the package sharp, which is not installed.", {
      hint: "Run: npm install sharp",
    });
  }
}

/** Fails when images cannot be decoded here. Runs off the calling thread, as {@link decodeImage} does. */
export async function requireDecoder(): Promise<void> {
  await loadSharp();
}

/** Pixels of an image; a file that ends early is an error. */
export async function decodeImage(source: ImageSource): Promise<Pixels> {
  const sharp = await loadSharp();
  const image = sharp("file" in source ? source.file : source.bytes, { failOn: "truncated" });
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  // A copy of its own, exactly as long as the pixels: it may have to cross a thread.
  return { width, height, channels, data: Uint8Array.from(data) };
}
