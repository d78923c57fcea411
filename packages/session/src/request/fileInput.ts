import { UsageError } from "../errors/usageError.ts";
import type { BlobBody, BytesBody, FileBody, StreamBody } from "../message/body.ts";
import { checkOptions } from "./checkOptions.ts";
import { isBytes } from "./isBytes.ts";
import { matching, number, required, text } from "./optionChecks.ts";
import { type ChunkSource, isChunkSource, streamChunks } from "./streamChunks.ts";

/** A file on disk, read while it is sent. Its name defaults to the last segment of the path. */
export interface PathFile {
  readonly path: string;
  readonly filename?: string | undefined;
  /** Media type. Default: `application/octet-stream`. */
  readonly type?: string | undefined;
}

/** A file whose content is in memory. */
export interface ContentFile {
  readonly content: string | Uint8Array | ArrayBuffer | Blob;
  readonly filename: string;
  /** Media type. Default: the Blob's own, else `application/octet-stream`. */
  readonly type?: string | undefined;
}

/** A file that is produced while it is sent, once: such a request is never sent again. Async twin only. */
export interface StreamFile {
  readonly stream: ChunkSource;
  readonly filename: string;
  /** Bytes, where known: without it the request is sent in chunks, which some servers refuse. */
  readonly size?: number | undefined;
  readonly type?: string | undefined;
}

/** One file to upload. A Blob without a name is called "blob", as browsers do. */
export type FileInput = Blob | File | PathFile | ContentFile | StreamFile;

/** Files to upload by field; an array sends several under one field, `undefined` leaves the field out. */
export type Files = Readonly<Record<string, FileInput | readonly FileInput[] | undefined>>;

/** A file as a multipart part needs it. */
export interface FilePart {
  readonly field: string;
  readonly filename: string;
  readonly type: string;
  readonly content: BytesBody | FileBody | BlobBody | StreamBody;
}

const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+(?:[ \t]*;[\t\x20-\x7e]*)?$/i;
const isMediaType = (value: unknown): value is string => typeof value === "string" && MEDIA_TYPE.test(value);
const mediaType = matching("a media type such as image/png", isMediaType);
const isContent = (value: unknown): value is ContentFile["content"] =>
  typeof value === "string" || isBytes(value) || value instanceof ArrayBuffer || value instanceof Blob;

const pathShape = { path: required(text()), filename: text(), type: mediaType };
const contentShape = {
  content: required(matching("a string, Uint8Array, ArrayBuffer or Blob", isContent, { secret: true })),
  filename: required(text()),
  type: mediaType,
};
const streamShape = {
  stream: required(matching("a ReadableStream or an AsyncIterable", isChunkSource)),
  filename: required(text()),
  size: number({ min: 0, max: Number.MAX_SAFE_INTEGER, integer: true }),
  type: mediaType,
};

/**
 * Checks `files` and lists them in order.
 *
 * @throws UsageError (`option`) that names the field
 */
export function listFiles(files: Files): FilePart[] {
  if (typeof files !== "object" || files === null || Symbol.iterator in files) {
    throw new UsageError("option", "files must be an object: field name → file, or an array of files.");
  }
  const parts: FilePart[] = [];
  for (const field of Object.keys(files)) {
    const given: unknown = files[field];
    if (given === undefined) continue;
    for (const input of Array.isArray(given) ? given : [given]) parts.push(readFile(field, input));
  }
  return parts;
}

function readFile(field: string, input: unknown): FilePart {
  const option = `files.${field}`;
  const part = (content: FilePart["content"], filename: string | undefined, type: string | undefined): FilePart => ({
    field,
    filename: required(text())(filename, `${option}.filename`),
    type: mediaType(type === "" ? undefined : type, `${option}.type`) ?? "application/octet-stream",
    content,
  });

  if (input instanceof Blob) {
    return part({ kind: "blob", blob: input }, input instanceof File ? input.name : "blob", input.type);
  }
  if (typeof input === "object" && input !== null && Object.hasOwn(input, "path")) {
    const { path, filename, type } = checkOptions(input, pathShape, option);
    return part({ kind: "file", path }, filename ?? path.split(/[/\\]/).at(-1), type);
  }
  if (typeof input === "object" && input !== null && Object.hasOwn(input, "content")) {
    const { content, filename, type } = checkOptions(input, contentShape, option);
    return part(
      toPiece(content, `${option}.content`),
      filename,
      type ?? (content instanceof Blob ? content.type : undefined),
    );
  }
  if (typeof input === "object" && input !== null && Object.hasOwn(input, "stream")) {
    const { stream, filename, size, type } = checkOptions(input, streamShape, option);
    return part({ kind: "stream", stream: streamChunks(stream), size }, filename, type);
  }
  throw new UsageError("option", `${option} must be a Blob, a File, or an object with path, content or stream.`, {
    hint: 'For example { path: "report.pdf" } or { content: bytes, filename: "report.pdf" }.',
  });
}

/**
 * Content that is in memory, as a body or a part of one. Bytes are not copied: do not change them while they are sent.
 *
 * @throws UsageError (`body`) for bytes whose memory belongs to somebody else by now
 */
export function toPiece(content: ContentFile["content"], option: string = "body"): BytesBody | BlobBody {
  if (content instanceof Blob) return { kind: "blob", blob: content };
  if (typeof content === "string") return { kind: "bytes", bytes: new TextEncoder().encode(content) };
  if (isTransferred(content instanceof ArrayBuffer ? content : content.buffer)) {
    throw new UsageError("body", `${option} has nothing in it any more: its ArrayBuffer was transferred.`, {
      hint: "Send it first, or give a copy of it away.",
    });
  }
  return { kind: "bytes", bytes: content instanceof ArrayBuffer ? new Uint8Array(content) : content };
}

/** Whether a buffer was given to another thread or stream: it looks empty, and would be sent as nothing. */
function isTransferred(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    return new Uint8Array(buffer).length > 0;
  } catch {
    // No other sign is known to every runtime.
    return true;
  }
}
