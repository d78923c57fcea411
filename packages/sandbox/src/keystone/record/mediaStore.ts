import { randomBytes } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../box/errorCode.ts";

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
      for (;;) {
        const free = freeName(name, taken);
        taken.add(free);
        if (directory === undefined || (await wrote(join(directory, free), bytes))) return `allocations/${free}`;
      }
    },
  };
}

/** False when there is such a file: put there meanwhile, or one that the file system takes for it, such as `A.txt` for `a.txt`. */
async function wrote(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, bytes, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
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
  const extension = at < 0 ? "" : beginning(clean.slice(at), 20);
  const room = 100 - "allocations/".length - extension.length;
  let candidate = `${beginning(stem, room)}${extension}`;
  while (taken.has(candidate)) {
    const random = [...randomBytes(7)].map((byte) => alphabet[byte % alphabet.length]).join("");
    candidate = `${beginning(stem, room - 8)}_${random}${extension}`;
  }
  return candidate;
}

/** At most so many characters, whole ones, and no more bytes than file systems take besides an extension. */
function beginning(text: string, most: number): string {
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > most || Buffer.byteLength(kept + character) > 160) break;
    kept += character;
  }
  return kept;
}
