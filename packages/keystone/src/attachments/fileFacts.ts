import type { FileInput } from "@latchkey/session";

/** What is known of a file before it is sent. */
export interface FileFacts {
  readonly filename: string;
  /** Bytes; `undefined` when only sending it will tell. */
  readonly size: number | undefined;
}

/** Name and size of a file. Of one on disk it asks the disk, in Node; what cannot be read is found when it is sent. */
export function fileFacts(file: FileInput): FileFacts {
  if (file instanceof Blob) return { filename: "name" in file ? file.name : "blob", size: file.size };
  if ("path" in file) {
    const { path, filename = path.split(/[/\\]/).at(-1) ?? "" } = file;
    return { filename, size: sizeOnDisk(path) };
  }
  if ("stream" in file) return { filename: file.filename, size: file.size };
  const { content, filename } = file;
  if (typeof content === "string") return { filename, size: new TextEncoder().encode(content).length };
  return { filename, size: content instanceof Blob ? content.size : content.byteLength };
}

function sizeOnDisk(path: string): number | undefined {
  const disk = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:fs");
  return disk?.statSync(path, { throwIfNoEntry: false })?.size;
}
