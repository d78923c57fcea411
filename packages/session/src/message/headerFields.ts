/** Header fields as they came over the wire: read lazily, names compared without case. */
export class HeaderFields {
  readonly #flat: readonly (string | Uint8Array)[];

  /** `flat` alternates names and values, as text or as latin-1 bytes. */
  constructor(flat: readonly (string | Uint8Array)[] = []) {
    this.#flat = flat;
  }

  /** The first value of that name. */
  get(name: string): string | undefined {
    const index = this.#find(name, 0);
    return index < 0 ? undefined : valueText(this.#flat[index + 1]);
  }

  /** Every value of that name, in order: `set-cookie` comes more than once. */
  getAll(name: string): string[] {
    const found: string[] = [];
    for (let index = this.#find(name, 0); index >= 0; index = this.#find(name, index + 2)) {
      found.push(valueText(this.#flat[index + 1]));
    }
    return found;
  }

  *entries(): Generator<[name: string, value: string], void, undefined> {
    for (let index = 0; index + 1 < this.#flat.length; index += 2) {
      yield [text(this.#flat[index]).toLowerCase(), valueText(this.#flat[index + 1])];
    }
  }

  /** The flat list as it came. */
  get raw(): readonly (string | Uint8Array)[] {
    return this.#flat;
  }

  /** The flat list as text, for crossing a thread. */
  toFlat(): string[] {
    return this.#flat.map(text);
  }

  #find(name: string, from: number): number {
    const flat = this.#flat;
    for (let index = from; index + 1 < flat.length; index += 2) {
      const candidate = flat[index];
      if (candidate !== undefined && candidate.length === name.length && isSpelled(candidate, name)) return index;
    }
    return -1;
  }
}

/** Compares without decoding: nearly every field that is looked for is not there. */
function isSpelled(candidate: string | Uint8Array, name: string): boolean {
  if (typeof candidate === "string") return candidate.toLowerCase() === name;
  for (let index = 0; index < candidate.length; index += 1) {
    const byte = candidate[index] ?? 0;
    const lower = byte >= UPPER_A && byte <= UPPER_Z ? byte + CASE : byte;
    if (lower !== name.charCodeAt(index)) return false;
  }
  return true;
}

const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const CASE = 0x20;

function text(field: string | Uint8Array | undefined): string {
  return field === undefined ? "" : typeof field === "string" ? field : latin1(field);
}

/** A value without the space at its end, which is none of it (RFC 9110 §5.5). Parsers differ in whether they leave it. */
function valueText(field: string | Uint8Array | undefined): string {
  const whole = text(field);
  let end = whole.length;
  while (end > 0 && (whole[end - 1] === " " || whole[end - 1] === "\t")) end -= 1;
  return whole.slice(0, end);
}

/** As many arguments as a function surely takes. */
const PIECE = 4_096;

/** Each byte is the character of that number. TextDecoder has no such coding: its "latin1" is windows-1252. */
function latin1(bytes: Uint8Array): string {
  if (bytes.length <= PIECE) return Reflect.apply(String.fromCharCode, undefined, bytes);
  return latin1(bytes.subarray(0, PIECE)) + latin1(bytes.subarray(PIECE));
}
