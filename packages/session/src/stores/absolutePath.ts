import { resolve } from "node:path";

/** The same path from the root of its file system on. */
export function absolutePath(path: string): string {
  return resolve(path);
}
