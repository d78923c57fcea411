import { systemErrorCode, UsageError } from "@latchkey/session";
import type { Sharp, SharpOptions } from "sharp";

/** What sharp's module exports. */
export type SharpFunction = (input: string | Uint8Array, options?: SharpOptions) => Sharp;

/**
 * Loads sharp, which is not installed with this package.
 *
 * @throws UsageError (`option`) when it is not there, or does not load here
 */
export async function loadSharp(): Promise<SharpFunction> {
  try {
    return (await import("sharp")).default;
  } catch (error) {
    throw withoutSharp(systemErrorCode(error));
  }
}

/** @param code - of the error with which loading sharp ended, where it has one */
export function withoutSharp(code: string | undefined): UsageError {
  const isMissing = code === "ERR_MODULE_NOT_FOUND";
  const why = isMissing ? "is not installed" : `cannot be loaded${code === undefined ? "" : ` (${code})`}`;
  return new UsageError("option", `Decoding and drawing images needs the package sharp, which ${why}.`, {
    hint: isMissing
      ? "Run: npm install sharp"
      : "Install it where it runs: npm install sharp. Under --permission, Node needs --allow-addons.",
  });
}
