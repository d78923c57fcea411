import { isObject, type Json } from "./json.ts";
import { readParts } from "./multipart.ts";
import { problems } from "./problem.ts";
import { parseJson } from "./pythonJson.ts";

/** A file as it was uploaded. */
export interface Upload {
  filename: string;
  bytes: Uint8Array;
}

/** A request body: JSON as it came, or a form's names and all their values. */
export type Body =
  | { kind: "json"; data: Json }
  | { kind: "form"; fields: Map<string, string[]>; files: Map<string, Upload> };

/** More parts with files than a request may have; answered with a page, not with JSON. */
export class TooManyFiles extends Error {
  override readonly name = "TooManyFiles";
}

/** The body of a request without one. */
export const emptyBody: Body = { kind: "json", data: {} };

/** What all writing views read; `/batch/` takes fewer. */
export const parsers = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"] as const;

/**
 * Reads a request's body.
 *
 * @throws Problem 400 when it cannot be parsed, 415 when its type is not among `accepted`
 * @throws TooManyFiles
 */
export async function readBody(request: Request, accepted: readonly string[] = parsers): Promise<Body> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return emptyBody;
  const header = request.headers.get("content-type") ?? "";
  const type = header.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!accepted.includes(type)) throw problems.mediaType(header);
  if (type === "application/json") return { kind: "json", data: parseJson(bytes) };
  if (type === "multipart/form-data") return readMultipart(bytes, header);
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(bytes))) append(fields, name, value);
  return { kind: "form", fields, files: new Map() };
}

function readMultipart(bytes: Uint8Array, type: string): Body {
  const fields = new Map<string, string[]>();
  const files = new Map<string, Upload>();
  let count = 0;
  for (const { name, filename, bytes: content } of readParts(bytes, type)) {
    if (filename === undefined) append(fields, name, new TextDecoder("utf-8", { ignoreBOM: true }).decode(content));
    else if (++count > 100) throw new TooManyFiles();
    else files.set(name, { filename, bytes: content });
  }
  return { kind: "form", fields, files };
}

function append(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name);
  if (values === undefined) fields.set(name, [value]);
  else values.push(value);
}

/** What a body, still to be read, says for one name. */
export async function saidOf(source: { body(): Promise<Body> }, name: string): Promise<Json | undefined> {
  return bodyValue(await source.body(), name);
}

/** What a body says for one name, as the permission checks see it: the last value of a form, or undefined. */
export function bodyValue(body: Body, name: string): Json | undefined {
  if (body.kind === "form") return body.fields.get(name)?.at(-1);
  return isObject(body.data) ? body.data[name] : undefined;
}
