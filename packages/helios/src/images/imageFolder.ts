import { randomUUID } from "node:crypto";
import {
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { makeDirectory, TransportError } from "@latchkey/session";
import { codeOf, diskError, taken } from "./diskError.ts";
import type { Existing } from "./imageOptions.ts";
import { removeLeftovers } from "./removeLeftovers.ts";

/** What file systems without hard links say. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * The directory that images go to. A file has its final name only once all of it is there and it is known to be an image;
 * until then it is called `.latchkey-<process>-<random>.part`. Its methods touch the disk: flows call them in `call` steps.
 */
export class ImageFolder {
  readonly path: string;
  readonly existing: Existing;

  constructor(outDir: string, existing: Existing) {
    this.path = resolve(outDir);
    this.existing = existing;
  }

  /** Makes the directory where it is missing, and removes what killed runs have left in it. @throws TransportError (`disk`) */
  prepare(): void {
    try {
      makeDirectory(this.path);
    } catch (error) {
      throw new TransportError("disk", `Could not make the directory ${this.path} (${codeOf(error)}).`, {
        hint: "Choose an outDir that can be written to.",
      });
    }
    removeLeftovers(this.path);
  }

  fileOf(name: string): string {
    return join(this.path, name);
  }

  /** A name to grow under. */
  temporary(): string {
    return join(this.path, `.latchkey-${process.pid}-${randomUUID()}.part`);
  }

  /**
   * Size of the finished file of that name; `undefined` when it must be fetched. An empty one is what a crash of the
   * machine may leave, and no image.
   *
   * @throws TransportError (`filename`) for what is there and no file, and where `existing` is "error"
   */
  kept(name: string): number | undefined {
    if (this.existing === "replace") {
      this.#requireReplaceable(name);
      return undefined;
    }
    const size = this.#statOf(name);
    if (size !== undefined && this.existing === "error") throw taken(this.fileOf(name));
    return size === 0 ? undefined : size;
  }

  /** Size of a file that this batch has written. */
  sizeOf(name: string): number {
    return this.#statOf(name) ?? 0;
  }

  /** Writes bytes to a temporary file. @throws TransportError (`disk`) */
  write(temporary: string, bytes: Uint8Array): void {
    this.#told(temporary, () => writeFileSync(temporary, bytes, { flag: "wx" }));
  }

  /**
   * Gives a finished file its name, at once and whole.
   *
   * @returns `false` when another process was faster and its file is kept
   * @throws TransportError (`filename`, `disk`)
   */
  publish(temporary: string, name: string): boolean {
    const file = this.fileOf(name);
    if (this.existing === "replace") {
      this.#told(file, () => renameSync(temporary, file));
      return true;
    }
    // Left by a crash: nobody's image.
    if (this.#statOf(name) === 0) this.#told(file, () => rmSync(file));
    try {
      linkOrMove(temporary, file);
      return true;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw diskError(error, file);
      if (this.existing === "error") throw taken(file);
      return false;
    }
  }

  /** @throws TransportError (`filename`) when the file of that name holds anything else */
  requireSame(name: string, content: Uint8Array): void {
    const file = this.fileOf(name);
    const found = this.#told(file, () => readFileSync(file));
    if (!found.equals(content)) throw taken(file);
  }

  /** Removes a temporary file; without a word where there is none. */
  discard(temporary: string): void {
    this.#told(temporary, () => rmSync(temporary, { force: true }));
  }

  #statOf(name: string): number | undefined {
    const file = this.fileOf(name);
    const stats = this.#told(file, () => lstatSync(file, { throwIfNoEntry: false }));
    if (stats === undefined) return undefined;
    if (stats.isFile()) return stats.size;
    throw noFile(file);
  }

  /** A link is replaced and not followed; what it leads to must be a file all the same, or nothing. */
  #requireReplaceable(name: string): void {
    const file = this.fileOf(name);
    const stats = this.#told(file, () => statSync(file, { throwIfNoEntry: false }));
    if (stats?.isFile() === false) throw noFile(file);
  }

  #told<T>(file: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw diskError(error, file);
    }
  }
}

function noFile(file: string): TransportError {
  return new TransportError("filename", `${file} is there and is no file.`, { hint: "Choose another outDir." });
}

/** Takes the name only where it is free, so that nobody's file is replaced. */
function linkOrMove(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    closeSync(openSync(file, "wx"));
    renameSync(temporary, file);
    return;
  }
  rmSync(temporary, { force: true });
}
