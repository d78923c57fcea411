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
 * UsageError (`body`). Reading and ending it answer with promises, also where a source of the caller's own does not.
 *
 * @throws UsageError (`body`) for a stream that somebody reads, or has read to its end
 */
export function streamChunks(source: ChunkSource): AsyncIterable<Uint8Array> {
  if (isUsed(source)) throw used();
  return { [Symbol.asyncIterator]: () => iterate(source) };
}

type Chunk = IteratorResult<Uint8Array, undefined>;

function iterate(source: ChunkSource): AsyncIterator<Uint8Array, undefined> {
  // By now another call may read it.
  if (isUsed(source)) throw used();
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
  return {
    next: () => promised(() => iterator.next()).then((result) => apart(result, iterable)),
    stop: () =>
      promised(() => {
        // A Node stream's iterator is a generator: before its first step, returning from it would leave the file open.
        if ("destroy" in iterable && typeof iterable.destroy === "function") iterable.destroy();
        return iterator.return?.();
      }),
  };
}

/** What a function gives or throws, as a promise: of an iterator of somebody's own only its type says that it gives one. */
function promised<T>(fn: () => T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve) => resolve(fn()));
}

/** A generator may fill the same memory again once it is asked for more, which is before all of this has left. */
function apart<T>(result: IteratorResult<T>, source: object): IteratorResult<T | Uint8Array> {
  if (result.done === true || "pipe" in source || !isBytes(result.value)) return result;
  return { done: false, value: new Uint8Array(result.value) };
}

/** Whether it is known to have nothing to give: of a generator nobody can tell. */
function isUsed(source: ChunkSource): boolean {
  if (source instanceof ReadableStream) return source.locked;
  return "readableEnded" in source && source.readableEnded === true;
}

function used(): UsageError {
  return new UsageError("body", "The body's stream is being read already, or was.", { hint: "Pass a fresh stream." });
}

function toBytes(chunk: unknown): Uint8Array | undefined {
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  return isBytes(chunk) ? chunk : undefined;
}
