import { randomBytes } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where uploaded files go. They are never served again, as with the real server, so in memory only their names are kept. */
export interface MediaStore {
  /** Stores a file and returns its relative path, `allocations/<name>`, made unique when it is taken. */
  save(name: string, bytes: Uint8Array): Promise<string>;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Opens the store below a data directory, or in memory. */
export async function openMediaStore(data: string): Promise<MediaStore> {
  const directory = data === ":memory:" ? undefined : join(data, "media", "allocations");
  if (directory !== undefined) await mkdir(directory, { recursive: true, mode: 0o700 });
  const taken = new Set(directory === undefined ? [] : await readdir(directory));
  return {
    async save(name, bytes) {
      const free = freeName(name, taken);
      taken.add(free);
      if (directory !== undefined) await writeFile(join(directory, free), bytes, { flag: "wx", mode: 0o600 });
      return `allocations/${free}`;
    },
  };
}

/** Nothing but letters, digits, `-`, `_` and `.` is left of a name, so it cannot lead out of the directory. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const clean = name
    .trim()
    .replaceAll(" ", "_")
    .replace(/[^\p{L}\p{N}_.-]/gu, "")
    .replace(/^\.+/, "");
  const at = clean.lastIndexOf(".");
  const stem = (at < 0 ? clean : clean.slice(0, at)) || "file";
  const extension = at < 0 ? "" : clean.slice(at).slice(0, 20);
  const room = 100 - "allocations/".length - extension.length;
  let candidate = `${stem.slice(0, room)}${extension}`;
  while (taken.has(candidate)) {
    const random = [...randomBytes(7)].map((byte) => alphabet[byte % alphabet.length]).join("");
    candidate = `${stem.slice(0, room - 8)}_${random}${extension}`;
  }
  return candidate;
}
