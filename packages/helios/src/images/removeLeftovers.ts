import { removeAbandoned } from "@latchkey/session";

/** What images are called until they are whole; the session calls what it streams to a file the same. */
const LEFTOVER = /^\.latchkey-\d+-[0-9a-f-]{36}\.part$/;
const HOUR = 3_600_000;

/** When directories were looked through, in ms since 1970. */
const lookedAt = new Map<string, number>();

/**
 * Removes what runs that were killed had begun to write to a directory. It is looked through once an hour: reading the names
 * of a large one takes longer than saving an image there.
 */
export function removeLeftovers(directory: string): void {
  const now = Date.now();
  for (const [path, time] of lookedAt) if (now - time > HOUR) lookedAt.delete(path);
  if (lookedAt.has(directory)) return;
  lookedAt.set(directory, now);
  try {
    removeAbandoned(directory, LEFTOVER);
  } catch {
    // It may be one that may be written to and not read.
  }
}
