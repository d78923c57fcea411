/** A message as it lies in shared memory: text, and bytes that belong to it. */
export interface Letter {
  readonly text: string;
  readonly enclosures: readonly Uint8Array[];
}

/** The bytes of a letter that was taken out, from its beginning on. */
export interface Enclosed {
  readonly text: string;
  /** A copy of the next so many bytes. */
  readonly next: (length: number) => Uint8Array;
}

/** Room for letters, in bytes: small answers and requests. What is larger is handed over, which costs no copy. */
const ROOM = 64 * 1024;
/** Places of the head. */
const FULL = 0;
const TEXT_END = 1;
const HEAD = 2 * Int32Array.BYTES_PER_ELEMENT;
/** The most bytes of a UTF-16 code unit in UTF-8. */
const WIDEST = 3;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Shared memory for one letter at a time, from one thread to another. A letter costs a fraction of what a port asks to copy
 * the same objects; who waits for it must be woken by other means.
 */
export class Mailbox {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #room: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEAD + ROOM)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, HEAD / Int32Array.BYTES_PER_ELEMENT);
    this.#room = new Uint8Array(memory, HEAD);
  }

  /** Whether the letter is in: not where the last one still is, or where it does not fit. */
  put({ text, enclosures }: Letter): boolean {
    if (Atomics.load(this.#head, FULL) === 1) return false;
    const size = enclosures.reduce((sum, { length }) => sum + length, 0);
    if (WIDEST * text.length + size > ROOM) return false;
    let end = encoder.encodeInto(text, this.#room).written;
    this.#head[TEXT_END] = end;
    for (const bytes of enclosures) {
      this.#room.set(bytes, end);
      end += bytes.length;
    }
    Atomics.store(this.#head, FULL, 1);
    return true;
  }

  /** Reads the letter that is there, and makes room for the next. */
  take<T>(read: (letter: Enclosed) => T): T | undefined {
    if (Atomics.load(this.#head, FULL) === 0) return undefined;
    let end = this.#head[TEXT_END] ?? 0;
    const text = decoder.decode(this.#room.slice(0, end));
    const taken = read({
      text,
      next: (length) => {
        const bytes = this.#room.slice(end, end + length);
        end += length;
        return bytes;
      },
    });
    Atomics.store(this.#head, FULL, 0);
    return taken;
  }
}
