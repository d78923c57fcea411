import { problems } from "./problem.ts";

/** One part of a form: a field, or with a `filename` a file. */
export interface Part {
  name: string;
  filename: string | undefined;
  bytes: Uint8Array;
}

/**
 * Takes a multipart body apart as leniently as the real server does: text around the parts, names without quotes and names of
 * files in RFC 5987's form pass, which the parsers of most runtimes refuse. Parts without a name, and files that nobody chose
 * (with an empty name), are left out.
 *
 * @throws Problem 400 when the content type names no boundary
 */
export function* readParts(body: Uint8Array, contentType: string): Generator<Part> {
  const boundary = parametersOf(contentType).get("boundary");
  if (boundary === undefined || boundary === "")
    throw problems.multipart(`Invalid boundary in multipart: ${boundary ?? "None"}`);
  for (const part of between(Buffer.concat([Buffer.from("\r\n"), body]), boundary)) {
    const end = part.indexOf("\r\n\r\n");
    const disposition = /^content-disposition:(.*)$/im.exec(part.toString("utf8", 0, Math.max(0, end)))?.[1];
    const parameters = parametersOf(disposition ?? "");
    const [name, filename] = [parameters.get("name"), parameters.get("filename")];
    if (name === undefined || filename === "") continue;
    yield { name, filename, bytes: new Uint8Array(part.subarray(end + 4)) };
  }
}

/** What stands between the boundaries; the last one may be missing. */
function* between(text: Buffer, boundary: string): Generator<Buffer> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const next = (from: number): number => {
    let at = text.indexOf(delimiter, from);
    // A longer boundary may begin with this one.
    while (
      at >= 0 &&
      !/^(?:--|[ \t]*\r\n)/.test(text.toString("latin1", at + delimiter.length, at + delimiter.length + 80))
    )
      at = text.indexOf(delimiter, at + 1);
    return at;
  };
  for (let at = next(0); at >= 0; ) {
    const begin = at + delimiter.length;
    if (text.toString("latin1", begin, begin + 2) === "--") return;
    at = next(begin);
    yield text.subarray(begin, at < 0 ? text.length : at);
  }
}

/** The parameters of a header's value; those in RFC 5987's form (`filename*=utf-8''%C3%A9.txt`) under their plain names. */
function parametersOf(header: string): Map<string, string> {
  const found = header.matchAll(/;\s*([^\s;=*]+)(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g);
  return new Map(
    [...found].map(([, name = "", extended, quoted, plain = ""]) => {
      const value = quoted?.replaceAll(/\\(["\\])/g, "$1") ?? plain.trim();
      return [name.toLowerCase(), extended === undefined ? value : extendedText(value)];
    }),
  );
}

function extendedText(value: string): string {
  const [, charset = "", text = value] = /^([^']*)'[^']*'(.*)$/s.exec(value) ?? [];
  const bytes = text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString(/^iso-8859-1$/i.test(charset) ? "latin1" : "utf8");
}
