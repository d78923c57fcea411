import type { Pixels } from "./image.ts";

// A program of the I/O thread, by itself wherever a bundler puts it: it imports nothing but sharp.

/** What is decoded: a file, or bytes. */
export type ImageSource = { readonly file: string } | { readonly bytes: Uint8Array };

/** Whether images can be decoded here: if not, with what code loading sharp ended, where it has one. */
export async function lookForDecoder(): Promise<{ readonly found: boolean; readonly code?: unknown }> {
  try {
    await import("sharp");
    return { found: true };
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    return { found: false, code };
  }
}

/** Pixels of an image; a file that ends early is an error. */
export async function decodeImage(source: ImageSource): Promise<Pixels> {
  const { default: sharp } = await import("sharp");
  const image = sharp("file" in source ? source.file : source.bytes, { failOn: "truncated" });
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  // A copy of its own, exactly as long as the pixels: it may have to cross a thread.
  return { width, height, channels, data: Uint8Array.from(data) };
}
