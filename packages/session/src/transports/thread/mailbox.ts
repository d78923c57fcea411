import { LetterReader, LetterWriter } from "./letter.ts";

/** Room for letters, in bytes: small answers and requests. What is larger is handed over, which costs no copy. */
const ROOM = 64 * 1024;
/** The only place of the head; letters begin behind it. */
const FULL = 0;
const HEAD = Int32Array.BYTES_PER_ELEMENT;

/**
 * Shared memory for one letter at a time, from one thread to another. A letter costs a fraction of what a port asks to copy
 * the same objects; who waits for it must be woken by other means.
 */
export class Mailbox {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #writer: LetterWriter;
  readonly #reader: LetterReader;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEAD + ROOM)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, 1);
    this.#writer = new LetterWriter(memory, HEAD);
    this.#reader = new LetterReader(memory, HEAD);
  }

  /**
   * Whether the letter is in: not where the last one still is, or where it does not fit.
   *
   * @param write - `false` where it cannot be spelled
   */
  put(write: (letter: LetterWriter) => boolean): boolean {
    if (Atomics.load(this.#head, FULL) === 1) return false;
    this.#writer.begin();
    if (!write(this.#writer) || !this.#writer.fits) return false;
    Atomics.store(this.#head, FULL, 1);
    return true;
  }

  /** Reads the letter that is there, and makes room for the next. */
  take<T>(read: (letter: LetterReader) => T): T | undefined {
    if (Atomics.load(this.#head, FULL) === 0) return undefined;
    this.#reader.begin();
    const taken = read(this.#reader);
    Atomics.store(this.#head, FULL, 0);
    return taken;
  }
}
