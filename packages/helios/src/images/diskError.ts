import { systemErrorCode, TransportError } from "@latchkey/session";

const NAME_CODES: ReadonlySet<string> = new Set(["EEXIST", "EISDIR", "ENAMETOOLONG", "EILSEQ", "EINVAL"]);

/** What the file system said about a file, as an error of the library: by its code, which holds no secret. */
export function diskError(error: unknown, file: string): TransportError {
  const code = codeOf(error);
  if (code === "EEXIST") return taken(file);
  return new TransportError(NAME_CODES.has(code) ? "filename" : "disk", `Could not use ${file} (${code}).`, {
    hint: NAME_CODES.has(code) ? undefined : "Check that there is room, and who may write there.",
  });
}

/** A file that is there and may not be replaced. */
export function taken(file: string): TransportError {
  return new TransportError("filename", `${file} is there already.`, {
    hint: 'Use existing: "keep" or "replace", or another outDir.',
  });
}

export function codeOf(error: unknown): string {
  return systemErrorCode(error) ?? "unknown";
}
