/** Bytes that are there already. */
export interface BytesBody {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
}

/** A file on disk, read while it is sent. */
export interface FileBody {
  readonly kind: "file";
  readonly path: string;
}

/** A Blob or File; its size is known. */
export interface BlobBody {
  readonly kind: "blob";
  readonly blob: Blob;
}

/** A stream that can be read once: such a request is never sent again. Async twin only. */
export interface StreamBody {
  readonly kind: "stream";
  readonly stream: AsyncIterable<Uint8Array>;
  /** Bytes; unknown means chunked transfer coding. */
  readonly size: number | undefined;
}

/** Pieces sent one after the other, as multipart bodies are. */
export interface PiecesBody {
  readonly kind: "pieces";
  readonly pieces: readonly (BytesBody | FileBody | BlobBody | StreamBody)[];
}

/** A request body: data that a transport turns into bytes, again for each attempt. */
export type Body = BytesBody | FileBody | BlobBody | StreamBody | PiecesBody;

/** Whether the same bytes can be produced a second time. */
export function isReplayable(body: Body | undefined): boolean {
  if (body === undefined) return true;
  return body.kind === "pieces" ? body.pieces.every((piece) => piece.kind !== "stream") : body.kind !== "stream";
}
