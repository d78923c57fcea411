import { UsageError } from "@latchkey/session";
import type { Sharp, SharpOptions } from "sharp";

/** What sharp's module exports. */
export type SharpFunction = (input: string | Uint8Array, options?: SharpOptions) => Sharp;

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
