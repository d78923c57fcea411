import type { PiecesBody } from "../message/body.ts";
import type { FilePart } from "./fileInput.ts";

/** A `multipart/form-data` body, and the content type that tells its boundary. */
export interface Multipart {
  readonly body: PiecesBody;
  readonly contentType: string;
}

/**
 * Fields, then files, as `multipart/form-data`. Text is UTF-8. Names are escaped as browsers do (`"` → %22, CR → %0D,
 * LF → %0A); values arrive as they are, whereas browsers rewrite their line ends.
 *
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data and RFC 7578
 */
export function encodeMultipart(
  fields: Iterable<readonly [name: string, value: string]>,
  files: Iterable<FilePart>,
): Multipart {
  const boundary = randomBoundary();
  const pieces: PiecesBody["pieces"][number][] = [];
  let pending = "";
  const flush = (): void => {
    pieces.push({ kind: "bytes", bytes: new TextEncoder().encode(pending) });
    pending = "";
  };

  for (const [name, value] of fields) {
    pending += `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`;
  }
  for (const { field, filename, type, content } of files) {
    pending += `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(field)}"; filename="${escapeName(filename)}"\r\n`;
    pending += `Content-Type: ${type}\r\n\r\n`;
    flush();
    pieces.push(content);
    pending = "\r\n";
  }
  pending += `--${boundary}--\r\n`;
  flush();
  return { body: { kind: "pieces", pieces }, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** 128 random bits: no content can hold it but by design, and none knows it beforehand. */
function randomBoundary(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `latchkey-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function escapeName(name: string): string {
  return name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
}
