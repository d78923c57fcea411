import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { systemErrorCode } from "../errors/systemErrorCode.ts";
import { isOurs } from "./privateDirectory.ts";

/** The largest file that is read: no token comes near it. */
export const LARGEST_FILE: number = 64 * 1024;

/** What a file holds, or why it is not used; neither when there is none. */
export interface PrivateFile {
  readonly text?: string;
  readonly problem?: string;
}

/**
 * Reads a small file that only its owner may touch. Never hangs and never throws: a link, a pipe, a directory, somebody
 * else's file and the like come back as a `problem`.
 *
 * @param trusted - owner, mode and links are not judged: for files mounted by whoever runs the process
 *
 * @example
 * ```ts
 * const { text, problem } = readPrivateFile(join(homedir(), ".my-app", "token"), false);
 * if (problem !== undefined) console.error(`The token is not used: ${problem}.`);
 * ```
 */
export function readPrivateFile(path: string, trusted: boolean): PrivateFile {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let file: number;
  try {
    // O_NONBLOCK: opening a pipe would wait for its writer. Where a flag is unknown it is undefined, which counts as 0.
    file = openSync(path, O_RDONLY | O_NONBLOCK | (trusted ? 0 : O_NOFOLLOW));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT") return {};
    return { problem: code === "ELOOP" ? "it is a symbolic link" : `it cannot be opened (${code ?? "unknown"})` };
  }
  try {
    const problem = unusable(fstatSync(file), trusted);
    return problem === undefined ? readAll(file) : { problem };
  } catch (error) {
    return { problem: `it cannot be read (${systemErrorCode(error) ?? "unknown"})` };
  } finally {
    closeSync(file);
  }
}

function unusable(stats: Stats, trusted: boolean): string | undefined {
  if (!stats.isFile()) return "it is not a regular file";
  if (stats.size > LARGEST_FILE) return `it is larger than ${LARGEST_FILE} bytes`;
  if (trusted || process.platform === "win32") return undefined;
  if (!isOurs(stats)) return "it belongs to another user";
  return (stats.mode & 0o077) === 0 ? undefined : "its mode lets others use it";
}

function readAll(file: number): PrivateFile {
  const bytes = Buffer.alloc(LARGEST_FILE + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, length);
    length += read;
    if (read === 0) return { text: bytes.toString("utf8", 0, length) };
    if (length > LARGEST_FILE) return { problem: `it is larger than ${LARGEST_FILE} bytes` };
  }
}
