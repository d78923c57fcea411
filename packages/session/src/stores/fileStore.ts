import { unlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BlockingStore, StoreWarning } from "../contracts/store.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { LatchkeyError } from "../errors/latchkeyError.ts";
import { systemErrorCode } from "../errors/systemErrorCode.ts";
import { UsageError } from "../errors/usageError.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { boolean, callable, defaulting } from "../request/optionChecks.ts";
import { fileContent, storedValue } from "./fileContent.ts";
import { tryFileLock } from "./fileLock.ts";
import { fileName, isCaseSensitive } from "./fileName.ts";
import { logWarning } from "./logWarning.ts";
import { makePrivateDirectory } from "./privateDirectory.ts";
import { LARGEST_FILE, readPrivateFile } from "./readPrivateFile.ts";
import { removeAbandoned } from "./removeAbandoned.ts";
import { storeError } from "./storeError.ts";
import { TEMPORARY, writeAtomically } from "./writeAtomically.ts";

/** What {@link fileStore} takes besides its directory. */
export interface FileStoreOptions {
  /**
   * Told of each file that is there and is not used, and why. Default: a warning in the log, category
   * `["latchkey", "store"]`.
   */
  readonly onWarning?: StoreWarning | undefined;
  /**
   * Reads files whatever their owner and mode, through links too, and leaves the directory's mode alone: for tokens
   * that whoever runs the process mounts into it, as orchestrators mount secrets. Default false.
   */
  readonly trusted?: boolean | undefined;
}

const SHAPE = {
  onWarning: callable<StoreWarning>(),
  trusted: defaulting(boolean(), false),
};

/**
 * A store of one small JSON file per key, shared safely by processes and threads. The directory is the store's own: it
 * is made, or set to, mode 0700, the files 0600. A file is replaced as a whole, never torn; one that is unreadable,
 * torn, a link, larger than 64 KiB, somebody else's or open to others counts as missing, and the next `set` replaces it.
 * `set` refuses a value that would become larger. Nothing is touched before the first use.
 *
 * @param directory - a directory for this store alone
 * @throws UsageError (`option`) for an empty directory or an unknown option
 *
 * @example
 * ```ts
 * const store = fileStore(join(homedir(), ".my-app", "tokens"));
 * ```
 */
export function fileStore(directory: string, options: FileStoreOptions = {}): BlockingStore {
  if (typeof directory !== "string" || directory === "" || directory.includes("\0")) {
    throw new UsageError("option", "The directory of a file store must be a path that is not empty.");
  }
  const { trusted, onWarning = logWarning } = checkOptions(options, SHAPE);
  const root = resolve(directory);
  let swept = false;

  const pathOf = (key: string, prefix = "", suffix = ""): string =>
    join(root, prefix + fileName(key, isCaseSensitive(root)) + suffix);

  function prepare(): void {
    if (!trusted) makePrivateDirectory(root);
    if (swept) return;
    swept = true;
    removeAbandoned(root, TEMPORARY);
  }

  function read(path: string, warn: StoreWarning): unknown {
    const { text, problem } = readPrivateFile(path, trusted);
    if (problem !== undefined) warn(unused(path, problem));
    if (text === undefined) return undefined;
    try {
      return storedValue(text, Date.now());
    } catch {
      warn(unused(path, "it does not hold JSON"));
      return undefined;
    }
  }

  function tried<T>(what: string, path: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw error instanceof LatchkeyError ? error : storeError(what, path, error);
    }
  }

  return {
    name: "file",
    blocking: true,
    get: (key) => read(pathOf(key), onWarning),
    set(key, value, { expiresAt, replaces } = {}) {
      const content = fileContent(key, value, expiresAt);
      tried("Writing", root, prepare);
      const path = pathOf(key);
      requireReadable(path, content);
      tried("Writing", path, () =>
        writeAtomically(path, content, () => replaces === undefined || replaces(read(path, () => {}))),
      );
    },
    delete(key) {
      const path = pathOf(key);
      tried("Removing", path, () => {
        try {
          unlinkSync(path);
        } catch (error) {
          if (systemErrorCode(error) !== "ENOENT" && systemErrorCode(error) !== "ENOTDIR") throw error;
        }
      });
    },
    lease(key, stale) {
      tried("Locking", root, prepare);
      const path = pathOf(key, ".", ".lock");
      return tried("Locking", path, () => tryFileLock(path, stale));
    },
  };
}

/** What is too large to be read again must not take the place of what can be. */
function requireReadable(path: string, content: string): void {
  const bytes = Buffer.byteLength(content);
  if (bytes <= LARGEST_FILE) return;
  throw new AuthenticationError(
    "store",
    `Writing ${path} failed: the value takes ${bytes} bytes, and ${LARGEST_FILE} are read.`,
    { hint: "Store less under this key, or choose another kind of store." },
  );
}

function unused(path: string, problem: string): AuthenticationError {
  return new AuthenticationError("store", `${path} is not used: ${problem}.`, {
    hint: "It counts as missing and is replaced with the next token; remove it, or see who put it there.",
  });
}
