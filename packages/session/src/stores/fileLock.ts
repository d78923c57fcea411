import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import type { Lease, LeaseAttempt } from "../contracts/store.ts";
import { systemErrorCode } from "../errors/systemErrorCode.ts";
import { makePrivate } from "./makePrivate.ts";
import { LARGEST_FILE } from "./readPrivateFile.ts";

/** How old the right to remove a lock must be before it counts as left behind by a crash, in ms. */
const ABANDONED = 60_000;

interface Look {
  /** Which lock it is: different for each that was ever taken. */
  readonly identity: string;
  readonly mtimeMs: number;
  readonly sign: string;
}

/**
 * Tries to take a lock between processes: a file made with O_EXCL that says who holds it. Each beat of the holder sets
 * its time, which makes its sign of life another one. Nobody judges by a clock of another machine whether it is held, and
 * no process id is judged: they are in the file for people.
 *
 * Whoever removes a lock, its holder or one who found it stale, first makes a file named after that very lock. Only
 * one can, and only that one unlinks it: of two who steal, none removes the lock that the other just took.
 */
export function tryFileLock(path: string, stale?: string): LeaseAttempt {
  const content = lockContent();
  if (create(path, content)) return { lease: leaseOf(path, content) };
  const found = look(path);
  if (found === undefined) return { sign: "released just now" };
  if (found.sign === stale && remove(path, found.identity) && create(path, content)) {
    return { lease: leaseOf(path, content) };
  }
  return { sign: found.sign };
}

function leaseOf(path: string, content: string): Lease {
  const identity = digest(content);
  return {
    beat() {
      const found = look(path);
      if (found?.identity !== identity) return false;
      // Another time than before, even within one tick of the clock or after it was set back. Rounded, not cut off: a
      // time set in seconds can be read back some nanoseconds earlier.
      const time = new Date(Math.max(Date.now(), Math.round(found.mtimeMs) + 1));
      utimesSync(path, time, time);
      return true;
    },
    release() {
      remove(path, identity);
    },
  };
}

function lockContent(): string {
  const id = process.getBuiltinModule("node:crypto").randomBytes(16).toString("hex");
  return JSON.stringify({ id, host: hostname(), pid: process.pid, since: new Date().toISOString() });
}

/** Makes a file that must not be there; `false` when it is. */
function create(path: string, content: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    // Its holder must be able to read it, whatever the umask.
    makePrivate(file);
    writeFileSync(file, content);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

function look(path: string): Look | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  // A lock that is empty or unreadable (a crash, another program's) is told from the next one by its place on disk.
  const content = contentOf(path, stats);
  const identity = digest(content === "" ? `${stats.dev}:${stats.ino}:${stats.mtimeMs}` : content);
  return { identity, mtimeMs: stats.mtimeMs, sign: `${identity} ${stats.mtimeMs}` };
}

/** It is no secret: whose it is and who may read it is not judged, because not every file system keeps that. */
function contentOf(path: string, stats: Stats): string {
  if (!stats.isFile() || stats.size > LARGEST_FILE) return "";
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return "";
  }
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  } finally {
    closeSync(file);
  }
}

/** Removes the lock, if it is still that one. */
function remove(path: string, identity: string): boolean {
  const right = `${path}.${identity}`;
  if (!create(right, "")) {
    const stats = lstatSync(right, { throwIfNoEntry: false });
    if (stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) > ABANDONED) rmSync(right, { force: true });
    return false;
  }
  try {
    if (look(path)?.identity !== identity) return false;
    unlinkSync(path);
    return true;
  } finally {
    rmSync(right, { force: true });
  }
}

function digest(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex").slice(0, 32);
}
