import { closeSync, constants, openSync, unlinkSync, writev, writevSync } from "node:fs";
import { giveBack } from "../bodies/giveBack.ts";
import { kept } from "../connections/lentMemory.ts";
import type { DiskQueue } from "./diskQueue.ts";
import { atOnce, type DiskSteps, inBackground } from "./diskSteps.ts";
import { partFile } from "./partFile.ts";

const { O_WRONLY, O_CREAT, O_EXCL } = constants;
// Not on Windows, where creating exclusively is enough.
const FLAGS = O_WRONLY | O_CREAT | O_EXCL | (constants.O_NOFOLLOW ?? 0);
/** Less the umask, as programs usually create files. */
const MODE = 0o666;
/** In ms: on a disk that creates a file within this, what else a small one needs holds up nobody. */
const QUICK = 1;
/** In bytes: even closing a larger file may have to write it, on a disk that is elsewhere. */
const SMALL = 256 * 1024;

/**
 * A file that grows under a temporary name beside its final one, as {@link partFile} says. Writes go on in the background
 * while the queue has room for them; beyond that they hold the thread, because pausing undici's reader is what must never
 * happen. On a quick disk a small file is written and closed at once: the way to another thread is longer, and what is only
 * lent would have to be copied for it.
 */
export class GrowingFile {
  readonly temporary: string;
  readonly #descriptor: number;
  /** Creating the file says what the disk is like, and then each write that holds the thread. */
  #isDiskQuick: boolean;
  readonly #room: DiskQueue;
  readonly #failed: (error: unknown) => void;
  #queue: Uint8Array[] = [];
  #queued = 0;
  /** How many of the queued bytes count as waiting. */
  #admitted = 0;
  /** Where the next write goes. Each has its own place, so that none needs to wait for another. */
  #position = 0;
  #writing = false;
  #discarded = false;
  #closed = false;
  #ended: ((error: unknown) => void) | undefined;

  /** @throws what the file system says when it cannot be created */
  constructor(file: string, room: DiskQueue, failed: (error: unknown) => void) {
    this.temporary = partFile(file);
    this.#room = room;
    this.#failed = failed;
    const begun = performance.now();
    this.#descriptor = openSync(this.temporary, FLAGS, MODE);
    this.#isDiskQuick = performance.now() - begun < QUICK;
  }

  /** How to finish what has been written so far. */
  get steps(): DiskSteps {
    return this.#mayHold ? atOnce : inBackground;
  }

  get #mayHold(): boolean {
    return !this.#room.exists || (this.#isDiskQuick && this.#position + this.#queued <= SMALL);
  }

  /** @throws what the file system says, where the write held the thread */
  write(chunk: Uint8Array): void {
    this.#queued += chunk.length;
    if (this.#mayHold || !this.#room.admit(chunk.length)) {
      this.#queue.push(chunk);
      this.#writeNow();
      return;
    }
    this.#queue.push(kept(chunk));
    this.#admitted += chunk.length;
    if (!this.#writing) this.#writeSoon();
  }

  /** Nothing more is written: calls back when all is in the file, and the file closed. */
  end(done: (error: unknown) => void): void {
    this.#ended = done;
    if (!this.#writing) this.#finish();
  }

  /** Removes the file. A write that is under way ends by itself. */
  discard(): void {
    if (this.#discarded) return;
    this.#discarded = true;
    this.#room.leave(this.#take().admitted);
    if (!this.#writing) this.#closeQuietly();
    this.#remove();
  }

  #take(): { readonly chunks: Uint8Array[]; readonly position: number; readonly admitted: number } {
    const taken = { chunks: this.#queue, position: this.#position, admitted: this.#admitted };
    this.#admitted = 0;
    this.#position += this.#queued;
    this.#queue = [];
    this.#queued = 0;
    return taken;
  }

  #writeNow(): void {
    const { chunks, position, admitted } = this.#take();
    const begun = performance.now();
    try {
      let rest = chunks;
      for (let next = position; rest.length > 0; ) {
        const written = writevSync(this.#descriptor, rest, next);
        next += written;
        rest = skip(rest, written);
      }
      giveBack(chunks);
    } finally {
      this.#room.leave(admitted);
      this.#isDiskQuick &&= performance.now() - begun < QUICK;
    }
  }

  #writeSoon(): void {
    const { chunks, position, admitted } = this.#take();
    this.#writing = true;
    this.#writeOn(chunks, position, admitted);
  }

  #writeOn(chunks: Uint8Array[], position: number, admitted: number): void {
    writev(this.#descriptor, chunks, position, (error, written) => {
      if (error === null && !this.#discarded) {
        const rest = skip(chunks, written);
        giveBack(chunks.slice(0, chunks.length - rest.length));
        if (rest.length > 0) {
          this.#writeOn(rest, position + written, admitted);
          return;
        }
      }
      this.#writing = false;
      this.#room.leave(admitted);
      if (this.#discarded) {
        this.#closeQuietly();
        // Where an open file cannot be removed, it is now.
        this.#remove();
      } else if (error !== null) this.#failed(error);
      else if (this.#queue.length > 0) this.#writeSoon();
      else if (this.#ended !== undefined) this.#finish();
    });
  }

  #finish(): void {
    const done = this.#ended;
    if (done === undefined) return;
    this.#closed = true;
    this.steps.close(this.#descriptor, done);
  }

  #closeQuietly(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      closeSync(this.#descriptor);
    } catch {
      // The file is given up: what is wrong with it no longer matters.
    }
  }

  #remove(): void {
    try {
      unlinkSync(this.temporary);
    } catch {
      // Gone already, or still open on a system that keeps open files.
    }
  }
}

/** What is left of chunks after so many bytes were written. */
function skip(chunks: Uint8Array[], written: number): Uint8Array[] {
  let left = written;
  let index = 0;
  for (; index < chunks.length; index += 1) {
    const chunk = chunks[index];
    if (chunk === undefined || left < chunk.length) break;
    left -= chunk.length;
  }
  const rest = chunks.slice(index);
  const [first] = rest;
  if (first !== undefined && left > 0) rest[0] = first.subarray(left);
  return rest;
}
