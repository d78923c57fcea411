import type { PackedFields } from "../../message/headerFields.ts";

/** The most bytes of a UTF-16 code unit in UTF-8. */
const WIDEST = 3;
const NUMBER = Float64Array.BYTES_PER_ELEMENT;
const SIZE = Uint32Array.BYTES_PER_ELEMENT;
/** Costs next to nothing: of a text that is kept in bytes the engine knows that it has none of these. */
const BEYOND_LATIN1 = /[^\0-\xff]/;

/** Writes into memory, one thing after the other. From the first that does not fit on, nothing is written. */
export class LetterWriter {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #end = 0;
  #fits = true;

  constructor(memory: SharedArrayBuffer, from: number, size: number) {
    this.#bytes = Buffer.from(memory, from, size);
    this.#view = new DataView(memory, from, size);
  }

  /** Whether all of it did fit. */
  get fits(): boolean {
    return this.#fits;
  }

  begin(): void {
    this.#end = 0;
    this.#fits = true;
  }

  number(value: number): void {
    if (!this.#has(NUMBER)) return;
    this.#view.setFloat64(this.#end, value);
    this.#end += NUMBER;
  }

  text(text: string): void {
    if (!this.#has(SIZE + WIDEST * text.length)) return;
    const size = this.#bytes.write(text, this.#end + SIZE);
    this.#size(size);
    this.#end += size;
  }

  bytes(bytes: Uint8Array): void {
    if (!this.#has(SIZE + bytes.length)) return;
    this.#size(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** All sizes, and then all bytes: whoever reads them reads one text. */
  fields({ text, sizes }: PackedFields): void {
    if (!this.#has(SIZE + SIZE * sizes.length + text.length)) return;
    this.#size(sizes.length);
    for (const size of sizes) this.#size(size);
    if (BEYOND_LATIN1.test(text)) this.#fits = false;
    else this.#bytes.write(text, this.#end, "latin1");
    this.#end += text.length;
  }

  #size(size: number): void {
    this.#view.setUint32(this.#end, size);
    this.#end += SIZE;
  }

  #has(size: number): boolean {
    if (this.#end + size > this.#bytes.length) this.#fits = false;
    return this.#fits;
  }
}

/** Reads what a {@link LetterWriter} wrote, in the same order. */
export class LetterReader {
  readonly #buffer: Buffer;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(memory: SharedArrayBuffer, from: number, size: number) {
    this.#buffer = Buffer.from(memory, from, size);
    this.#bytes = new Uint8Array(memory, from, size);
    this.#view = new DataView(memory, from, size);
  }

  begin(): void {
    this.#at = 0;
  }

  /** As many as the letter says first. */
  list<T>(read: (letter: LetterReader) => T): T[] {
    const items: T[] = [];
    for (let left = this.number(); left > 0; left -= 1) items.push(read(this));
    return items;
  }

  number(): number {
    const value = this.#view.getFloat64(this.#at);
    this.#at += NUMBER;
    return value;
  }

  text(): string {
    const from = this.#skip(this.#size());
    return this.#buffer.toString("utf8", from, this.#at);
  }

  /** A copy, which the next letter does not change. */
  bytes(): Uint8Array {
    const from = this.#skip(this.#size());
    return this.#bytes.slice(from, this.#at);
  }

  fields(): PackedFields {
    // oxlint-disable-next-line unicorn/no-new-array -- A list that grows has room to spare, which responses would keep.
    const sizes = new Array<number>(this.#size());
    let whole = 0;
    for (let index = 0; index < sizes.length; index += 1) {
      const size = this.#size();
      sizes[index] = size;
      whole += size;
    }
    const from = this.#skip(whole);
    return { text: this.#buffer.toString("latin1", from, this.#at), sizes };
  }

  #size(): number {
    const size = this.#view.getUint32(this.#at);
    this.#at += SIZE;
    return size;
  }

  #skip(size: number): number {
    const from = this.#at;
    this.#at += size;
    return from;
  }
}
