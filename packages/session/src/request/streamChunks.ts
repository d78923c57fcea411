import { UsageError } from "../errors/usageError.ts";
import { isBytes } from "./isBytes.ts";

/** A stream as callers have them. Text is sent as UTF-8. */
export type ChunkSource = ReadableStream<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/** Whether a value can be read with {@link streamChunks}. */
export function isChunkSource(value: unknown): value is ChunkSource {
  return (
    typeof value === "object" && value !== null && (value instanceof ReadableStream || Symbol.asyncIterator in value)
  );
}

/**
 * Any stream as one shape that can be iterated once. Ending the iteration early cancels the source, also when nothing
 * was read yet, which an async generator would not do. A chunk that is neither bytes nor text rejects with a
 * UsageError (`body`).
 */
export function streamChunks(source: ChunkSource): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => iterate(source) };
}

type Chunk = IteratorResult<Uint8Array, undefined>;

function iterate(source: ChunkSource): AsyncIterator<Uint8Array, undefined> {
  const { next, stop } = source instanceof ReadableStream ? readStream(source) : readIterable(source);
  const finish = (): Promise<Chunk> => stop().then(() => ({ done: true, value: undefined }));
  return {
    next: () =>
      next().then((result): Chunk | Promise<Chunk> => {
        if (result.done === true) return { done: true, value: undefined };
        const bytes = toBytes(result.value);
        if (bytes !== undefined) return { done: false, value: bytes };
        const error = new UsageError("body", "A stream gave a chunk that is neither bytes nor text.");
        const fail = (): never => {
          throw error;
        };
        // What the source says while it is stopped comes second to why it was stopped.
        return finish().then(fail, fail);
      }),
    return: finish,
  };
}

interface Reading {
  readonly next: () => Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  readonly stop: () => Promise<unknown>;
}

// Not every browser's ReadableStream is iterable; every one has a reader.
function readStream(stream: ReadableStream<Uint8Array | string>): Reading {
  const reader = stream.getReader();
  return { next: () => reader.read(), stop: () => reader.cancel() };
}

function readIterable(iterable: AsyncIterable<Uint8Array | string>): Reading {
  const iterator = iterable[Symbol.asyncIterator]();
  const stop = (): Promise<unknown> => {
    // A Node stream's iterator is a generator: before its first step, returning from it would leave the file open.
    if ("destroy" in iterable && typeof iterable.destroy === "function") iterable.destroy();
    return iterator.return?.() ?? Promise.resolve();
  };
  return { next: () => iterator.next(), stop };
}

function toBytes(chunk: unknown): Uint8Array | undefined {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  return isBytes(chunk) ? chunk : undefined;
}
