import type { BodyInput } from "./encodeBody.ts";
import { type ChunkSource, isChunkSource } from "./streamChunks.ts";

const NONE: readonly ChunkSource[] = [];

/** The streams among what a caller gave for a body. */
export function sourcesOf({ body, files }: BodyInput = {}): readonly ChunkSource[] {
  if (body === undefined && files === undefined) return NONE;
  const given: unknown[] = [
    body,
    ...Object.values(files ?? {})
      .flat()
      .map(streamOf),
  ];
  return given.filter(isChunkSource);
}

/** Stops streams that a call will not read, or not to their end: what they hold open would stay so. */
export function stopSources(sources: readonly ChunkSource[]): void {
  for (const source of sources) {
    // Whoever reads it has it locked, and stops it itself.
    if (source instanceof ReadableStream) source.cancel().catch(() => {});
    else if ("destroy" in source && typeof source.destroy === "function") source.destroy();
    // A generator that was not begun holds nothing.
  }
}

function streamOf(file: unknown): unknown {
  return typeof file === "object" && file !== null && "stream" in file ? file.stream : undefined;
}
