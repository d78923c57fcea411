import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { TransportError } from "../../errors/transportError.ts";
import { UsageError } from "../../errors/usageError.ts";
import type { Body, FileBody, StreamBody } from "../../message/body.ts";
import { blobFailure } from "../failures/blobFailure.ts";
import { diskFailure } from "../failures/diskFailure.ts";
import { SourceFailure } from "../failures/sourceFailure.ts";

/** A request body as undici takes it. */
export interface Payload {
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
  /** Bytes; `undefined`: unknown, hence chunked. */
  readonly size: number | undefined;
  /** Stops what still produces it. */
  stop(): void;
}

/** Bytes that go out in one write; more are cut up, so that progress shows. */
const ONE_WRITE = 262_144;
const FILE_CHUNK = 65_536;

const NOTHING: Payload = { body: null, size: 0, stop() {} };

/** Prepares a body for one attempt; what is in memory is ready at once. */
export function preparePayload(body: Body | undefined): Payload | Promise<Payload> {
  if (body === undefined) return NOTHING;
  if (body.kind === "bytes" && body.bytes.length <= ONE_WRITE) {
    const { buffer, byteOffset, length } = body.bytes;
    // A Buffer, because undici takes bytes of another realm for something to iterate.
    return length === 0 ? NOTHING : { body: Buffer.from(buffer, byteOffset, length), size: length, stop() {} };
  }
  return measured(body.kind === "pieces" ? body.pieces : [body]);
}

type Piece = Exclude<Body, { kind: "pieces" }>;

/** A piece whose size is known, unless it is a stream that did not say. */
interface MeasuredPiece {
  readonly piece: Piece;
  readonly size: number | undefined;
}

async function measured(pieces: readonly Piece[]): Promise<Payload> {
  const sources = new StreamSources();
  try {
    sources.open(pieces);
    const all: MeasuredPiece[] = [];
    let size: number | undefined = 0;
    for (const piece of pieces) {
      const own = await sizeOf(piece);
      all.push({ piece, size: own });
      size = size === undefined || own === undefined ? undefined : size + own;
    }
    if (size === 0) sources.stop();
    return { body: size === 0 ? null : chunksOf(all, sources), size, stop: () => sources.stop() };
  } catch (error) {
    sources.stop();
    throw error;
  }
}

async function sizeOf(piece: Piece): Promise<number | undefined> {
  if (piece.kind === "bytes") return piece.bytes.length;
  if (piece.kind === "blob") return piece.blob.size;
  return piece.kind === "stream" ? piece.size : await fileSize(piece);
}

/** Loaded with the first file that is sent. */
function files(): typeof import("node:fs/promises") {
  return process.getBuiltinModule("node:fs/promises");
}

async function fileSize({ path }: FileBody): Promise<number> {
  const found = await files()
    .stat(path)
    .catch((error: unknown) => {
      throw diskFailure(error, "read", path, false);
    });
  if (!found.isFile()) {
    throw new TransportError("disk", `${path} is not a regular file.`, { hint: "Only regular files can be sent." });
  }
  return found.size;
}

async function* chunksOf(pieces: readonly MeasuredPiece[], sources: StreamSources): AsyncGenerator<Uint8Array> {
  for (const { piece, size } of pieces) {
    switch (piece.kind) {
      case "bytes":
        for (let at = 0; at < piece.bytes.length; at += FILE_CHUNK) yield piece.bytes.subarray(at, at + FILE_CHUNK);
        break;
      case "blob":
        yield* readBlob(piece.blob);
        break;
      case "file":
        yield* readFile(piece.path, size ?? 0);
        break;
      case "stream":
        yield* sources.read(piece);
        break;
    }
  }
}

/** A Blob as tests in jsdom have it: without a stream. */
type SomeBlob = Omit<Blob, "stream"> & Partial<Pick<Blob, "stream">>;

async function* readBlob(blob: SomeBlob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream?.().getReader();
  try {
    if (reader === undefined) yield Buffer.from(await blob.arrayBuffer());
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch {
    throw blobFailure();
  } finally {
    reader?.cancel().catch(() => {});
  }
}

async function* readFile(path: string, size: number): AsyncGenerator<Uint8Array> {
  const failed = (error: unknown): never => {
    throw diskFailure(error, "read", path, true);
  };
  // A pipe put in its place must not hold a thread.
  const file = await files()
    .open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    .catch(failed);
  try {
    let read = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(FILE_CHUNK);
      const { bytesRead } = await readInto(file, chunk).catch(failed);
      read += bytesRead;
      if (read > size || (bytesRead === 0 && read < size)) throw changed(path, size);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    // It was only read: there is nothing left to lose.
    await file.close().catch(() => {});
  }
}

function readInto(file: FileHandle, chunk: Buffer): Promise<{ readonly bytesRead: number }> {
  return file.read(chunk, 0, chunk.length, null);
}

function changed(path: string, size: number): TransportError {
  const message = `${path} changed while it was sent: it had ${size} bytes at first.`;
  return new TransportError("disk", message, { sent: true, hint: "Send a copy that nobody writes to." });
}

/** The streams of one body, stoppable also while one is waited for, and those that nobody began to read. */
class StreamSources {
  readonly #iterators = new Map<StreamBody, AsyncIterator<Uint8Array>>();
  #stopped = false;

  /** @throws SourceFailure */
  open(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (piece.kind === "stream") this.#iterators.set(piece, iteratorOf(piece));
    }
  }

  async *read(piece: StreamBody): AsyncGenerator<Uint8Array> {
    const iterator = this.#iterators.get(piece);
    let read = 0;
    for (;;) {
      const result = await nextOf(iterator);
      if (this.#stopped) return;
      if (result === undefined || result.done === true) break;
      read += result.value.length;
      if (piece.size !== undefined && read > piece.size) throw wrongSize(piece.size);
      yield result.value;
    }
    this.#iterators.delete(piece);
    if (piece.size !== undefined && read < piece.size) throw wrongSize(piece.size);
  }

  stop(): void {
    this.#stopped = true;
    const iterators = [...this.#iterators.values()];
    this.#iterators.clear();
    for (const iterator of iterators) void end(iterator);
  }
}

// A layer's own stream need not keep to what types ask of one.

function iteratorOf({ stream }: StreamBody): AsyncIterator<Uint8Array> {
  try {
    return stream[Symbol.asyncIterator]();
  } catch (reason) {
    throw new SourceFailure(reason);
  }
}

async function nextOf(
  iterator: AsyncIterator<Uint8Array> | undefined,
): Promise<IteratorResult<Uint8Array> | undefined> {
  try {
    return await iterator?.next();
  } catch (reason) {
    throw new SourceFailure(reason);
  }
}

async function end(iterator: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The exchange is over: what a source says while it is stopped changes nothing.
  }
}

function wrongSize(size: number): UsageError {
  return new UsageError("body", `A stream did not give the ${size} bytes that were announced.`, {
    sent: true,
    hint: "Leave `size` out when it is not known.",
  });
}
