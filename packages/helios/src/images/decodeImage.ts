import type { Pixels } from "./image.ts";
import { loadSharp } from "./loadSharp.ts";

/** What is decoded: a file, or bytes. */
export type ImageSource = { readonly file: string } | { readonly bytes: Uint8Array };

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
