import { createHash } from "node:crypto";
import { extname } from "node:path";
import { TransportError } from "@latchkey/session";

/** What file systems take for one name. */
const MAX_BYTES = 255;
/** Names that Windows gives to devices, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?=\.|$)/i;

/**
 * A name for a file in one directory, from the path of the URL that a server chose: decoded once, composed (NFC), the
 * same on every system. It never leads elsewhere and is never hidden: leading dots and names of devices get a `_`
 * before them, characters that Windows does not allow become `_`, trailing dots and spaces go. A name that is too long
 * is cut, and ends in a digest of the whole.
 *
 * @param pathname - percent-encoded path; only what comes after its last slash counts
 * @throws TransportError (`filename`) for what cannot be made a name: empty, a separator, a control or bidi character,
 * broken escapes
 */
export function safeFileName(pathname: string): string {
  const encoded = pathname.split("/").at(-1) ?? "";
  const name = decodeOnce(encoded).normalize("NFC");
  if (name === "" || name === "." || name === "..") throw refused(encoded, "it is no name");
  if (/[/\\]/.test(name)) throw refused(encoded, "it holds a path separator");
  if (/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u.test(name)) {
    throw refused(encoded, "it holds control characters");
  }
  const plain = name.replace(/[:*?"<>|]/g, "_").replace(/[. ]+$/, "");
  if (plain === "") throw refused(encoded, "it is no name");
  const safe = plain.startsWith(".") || RESERVED.test(plain) ? `_${plain}` : plain;
  return shorten(safe);
}

/** What two names have in common that some file system takes for the same file. */
export function fileNameKey(name: string): string {
  return name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

function decodeOnce(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw refused(encoded, "it is not well-formed");
  }
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 12);
  const given = extname(name);
  const extension = Buffer.byteLength(given) <= 16 ? given : "";
  const room = MAX_BYTES - Buffer.byteLength(`~${digest}${extension}`);
  let stem = "";
  let used = 0;
  for (const character of name) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    stem += character;
  }
  return `${stem}~${digest}${extension}`;
}

function refused(encoded: string, why: string): TransportError {
  const shown = encoded.slice(0, 80).replace(/[^\x21-\x7e]/g, encodeURIComponent);
  return new TransportError("filename", `The server's name for the image, "${shown}", cannot name a file: ${why}.`, {
    sent: true,
    hint: "Leave outDir out to get the bytes, and name the file yourself.",
  });
}
