import { UsageError } from "../errors/usageError.ts";
import type { Body } from "../message/body.ts";
import { encodeJson } from "./encodeJson.ts";
import { encodeParams, listParams, type Params } from "./encodeParams.ts";
import { type ContentFile, type Files, listFiles, toPiece } from "./fileInput.ts";
import { isBytes } from "./isBytes.ts";
import { encodeMultipart } from "./multipart.ts";
import { type ChunkSource, isChunkSource, streamChunks } from "./streamChunks.ts";

/**
 * A body that is sent as it is. `{ path }` is a file on disk. Streams are for the async twin and are sent once: the call
 * reads them to their end, or stops them.
 */
export type RawBody = ContentFile["content"] | ChunkSource | { readonly path: string };

/** The ways to give a request its body: `json`, or `form` and `files`, or `body`. */
export interface BodyInput {
  /** Any value that JSON can hold; `null` is one. */
  readonly json?: unknown;
  /** Fields: urlencoded, or parts of a multipart body when there are files. */
  readonly form?: Params | undefined;
  readonly files?: Files | undefined;
  readonly body?: RawBody | undefined;
}

/** What to send, and the Content-Type to send with it unless the caller set one. */
export interface EncodedBody {
  readonly body: Body | undefined;
  /** Only this one is right for a multipart body: it names the boundary. */
  readonly contentType: string | undefined;
}

/**
 * Turns the body options of a request into data that a transport can send, again for each attempt unless it streams.
 *
 * @throws UsageError (`body`) for options that exclude each other, a body of an unknown kind, and JSON that cannot be
 * encoded; (`option`) for a field or file that cannot. None quotes the data.
 *
 * @example
 * encodeBody({ json: { name: "Ada" } }).contentType                               // "application/json"
 * encodeBody({ form: { request: 7 }, files: { file: { path: "report.pdf" } } })   // multipart/form-data
 */
export function encodeBody(options: BodyInput): EncodedBody {
  const { json, form, files, body } = options;
  refuseMixtures(options);
  if (json !== undefined) {
    return { body: toPiece(encodeJson(json)), contentType: "application/json" };
  }
  const parts = files === undefined ? [] : listFiles(files);
  if (parts.length > 0) return encodeMultipart(form === undefined ? [] : listParams(form, "form"), parts);
  if (form !== undefined) {
    return { body: toPiece(encodeParams(form, "form")), contentType: "application/x-www-form-urlencoded" };
  }
  return body === undefined ? { body: undefined, contentType: undefined } : encodeRaw(body);
}

function refuseMixtures({ json, form, files, body }: BodyInput): void {
  if (json !== undefined && files !== undefined) {
    throw new UsageError("body", "json and files cannot be sent in one request.", {
      hint: "Send the fields in form: form and files together make a multipart body.",
    });
  }
  const given = Object.entries({ json, form, body, files }).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => name).join(" and ");
  if (given.length > 1 && names !== "form and files") {
    throw new UsageError("body", `${names} cannot be sent in one request.`, {
      hint: "Give json, or form (with files), or body.",
    });
  }
}

function encodeRaw(body: RawBody): EncodedBody {
  if (typeof body === "string") return { body: toPiece(body), contentType: "text/plain;charset=UTF-8" };
  if (isBytes(body) || body instanceof ArrayBuffer) return { body: toPiece(body), contentType: undefined };
  if (body instanceof Blob) return { body: toPiece(body), contentType: body.type === "" ? undefined : body.type };
  if (isChunkSource(body)) {
    return { body: { kind: "stream", stream: streamChunks(body), size: undefined }, contentType: undefined };
  }
  if (typeof body === "object" && body !== null && typeof body.path === "string" && body.path !== "") {
    return { body: { kind: "file", path: body.path }, contentType: undefined };
  }
  throw new UsageError("body", "body must be a string, bytes, a Blob, a stream or { path }.", {
    hint: "Send objects with json, and fields with form.",
  });
}
