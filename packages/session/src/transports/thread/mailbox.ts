import { LetterReader, LetterWriter } from "./letter.ts";

/** Room for a letter, in bytes: small answers and requests. What is larger is handed over, which costs no copy. */
const ROOM = 64 * 1024;
/** Letters that lie there at most: who brings one need not wait until the other has read the one before. */
const PLACES = 2;
/** Says of each place whether there is a letter; the letters begin behind it. */
const HEAD = PLACES * Int32Array.BYTES_PER_ELEMENT;

/** Room for one letter. Whose turn it is each of the threads counts by itself. */
interface Place {
  readonly index: number;
  readonly writer: LetterWriter;
  readonly reader: LetterReader;
}

/**
 * Shared memory for letters from one thread to another, which are taken in the order in which they were put there. A letter
 * costs a fraction of what a port asks to copy the same objects; who waits for it must be woken by other means.
 */
export class Mailbox {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #places: readonly Place[];
  #puts = 0;
  #takes = 0;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEAD + PLACES * ROOM)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, PLACES);
    this.#places = Array.from({ length: PLACES }, (_, index) => {
      const from = HEAD + index * ROOM;
      return { index, writer: new LetterWriter(memory, from, ROOM), reader: new LetterReader(memory, from, ROOM) };
    });
  }

  /**
   * Whether the letter is in: not where there is no place, or where it does not fit.
   *
   * @param write - `false` where it cannot be spelled
   */
  put(write: (letter: LetterWriter) => boolean): boolean {
    const { index, writer } = this.#place(this.#puts);
    if (Atomics.load(this.#head, index) === FULL) return false;
    writer.begin();
    if (!write(writer) || !writer.fits) return false;
    this.#puts += 1;
    Atomics.store(this.#head, index, FULL);
    return true;
  }

  /** Reads the oldest letter, and makes room for another. */
  take<T>(read: (letter: LetterReader) => T): T | undefined {
    const { index, reader } = this.#place(this.#takes);
    if (Atomics.load(this.#head, index) !== FULL) return undefined;
    reader.begin();
    const taken = read(reader);
    this.#takes += 1;
    Atomics.store(this.#head, index, EMPTY);
    return taken;
  }

  #place(count: number): Place {
    const place = this.#places[count % PLACES];
    if (place === undefined) throw new RangeError("There is no such place.");
    return place;
  }
}

const EMPTY = 0;
const FULL = 1;
