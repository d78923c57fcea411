import { type FileInput, type FilePart, listFiles } from "@latchkey/session";

/** What is known of a file before it is sent. */
export interface FileFacts {
  readonly filename: string;
  /** Bytes; `undefined` when only sending it will tell. */
  readonly size: number | undefined;
}

/**
 * Name and size of what will be sent. Of a file on disk it asks the disk, in Node; what cannot be read is found when it
 * is sent.
 *
 * @throws UsageError (`option`) for what is no file, as when it is sent
 */
export function fileFacts(file: FileInput): readonly FileFacts[] {
  return listFiles({ file }).map(({ filename, content }) => ({ filename, size: sizeOf(content) }));
}

function sizeOf(content: FilePart["content"]): number | undefined {
  if (content.kind === "bytes") return content.bytes.length;
  if (content.kind === "blob") return content.blob.size;
  return content.kind === "file" ? sizeOnDisk(content.path) : content.size;
}

function sizeOnDisk(path: string): number | undefined {
  const disk = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:fs");
  try {
    const found = disk?.statSync(path);
    return found?.isFile() === true ? found.size : undefined;
  } catch {
    return undefined;
  }
}
