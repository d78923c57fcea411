import { UsageError } from "../../errors/usageError.ts";
import type { Body } from "../../message/body.ts";
import type { Request } from "../../message/request.ts";
import { blobFailure } from "../failures/blobFailure.ts";

/** A request body as `fetch` takes it. */
export interface FetchBody {
  readonly body: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined;
  /** Said with streams, which browsers send only over HTTP/2. */
  readonly duplex: "half" | undefined;
}

/** Told of a body while it is sent. */
export interface Upload {
  /** Some of it was read. */
  readonly progress: () => void;
  /** It cannot be read on: why, fetch does not tell. */
  readonly failed: (error: unknown) => void;
}

/** @throws UsageError for a file given by its path: there is no file system to read it from */
export async function fetchBody(body: Body | undefined, upload: Upload): Promise<FetchBody> {
  if (body === undefined) return { body: undefined, duplex: undefined };
  switch (body.kind) {
    case "bytes":
      return { body: new Uint8Array(body.bytes), duplex: undefined };
    case "blob":
      return { body: body.blob, duplex: undefined };
    case "stream":
      return { body: readable(body.stream, upload), duplex: "half" };
    case "file":
      throw noFiles();
    case "pieces":
      return await joined(body.pieces, upload);
  }
}

/** @throws UsageError when the body is to go to a file, or its upload to be told of, or the method has none over fetch */
export function refuseIdle(request: Request): void {
  if (request.body !== undefined && /^(?:GET|HEAD)$/.test(request.method)) {
    throw new UsageError("body", `fetch sends no body with ${request.method}.`, {
      hint: "Leave it out, or use the transport of Node.",
    });
  }
  if (request.uploaded !== undefined) {
    throw new UsageError("option", "onUploadProgress does nothing over fetch, which does not tell how much has left.", {
      hint: "Leave it out, or use the transport of Node.",
    });
  }
  if (request.save === undefined) return;
  throw new UsageError("option", "This transport cannot save to files.", {
    hint: "Read `content` of the response, or use the transport of Node.",
  });
}

type Piece = Exclude<Body, { kind: "pieces" }>;

async function joined(pieces: readonly Piece[], upload: Upload): Promise<FetchBody> {
  if (pieces.some((piece) => piece.kind === "stream")) {
    return { body: readable(chunksOf(pieces), upload), duplex: "half" };
  }
  const parts = pieces.map((piece) => {
    if (piece.kind === "bytes") return new Uint8Array(piece.bytes);
    if (piece.kind === "blob") return piece.blob;
    throw noFiles();
  });
  return { body: new Blob(parts), duplex: undefined };
}

async function* chunksOf(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece.kind === "file") throw noFiles();
    if (piece.kind === "bytes") yield piece.bytes;
    else if (piece.kind === "blob") yield await read(piece.blob);
    else yield* piece.stream;
  }
}

async function read(blob: Blob): Promise<Uint8Array> {
  const bytes = await blob.arrayBuffer().catch(() => {
    throw blobFailure();
  });
  return new Uint8Array(bytes);
}

function readable(source: AsyncIterable<Uint8Array>, { progress, failed }: Upload): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next().catch((error: unknown) => {
        failed(error);
        throw error;
      });
      progress();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function noFiles(): UsageError {
  return new UsageError("body", "This transport cannot read files by their path.", {
    hint: "Send a Blob or a File, or use the transport of Node.",
  });
}
