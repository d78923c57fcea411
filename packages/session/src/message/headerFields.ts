/** Header fields as they are kept, and as they cross threads: names and values in turn in one text, and how long each is. */
export interface PackedFields {
  readonly text: string;
  /** In UTF-16 code units. */
  readonly sizes: readonly number[];
}

/**
 * Header fields as they came over the wire: names are asked for in lower case and compared without (RFC 9110 §5.1), values
 * are cut out when they are asked for, and space at their end is none of them (§5.5). Printing it shows no value: some are
 * secret.
 *
 * One text and not a list of them: responses are kept by the thousand, and most of their fields are never read.
 *
 * @example
 * ```ts
 * const fields = HeaderFields.of(["ETag", '"1"', "Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
 * console.log(fields.get("etag"), fields.getAll("set-cookie"));
 * ```
 */
export class HeaderFields {
  readonly #packed: PackedFields;

  /** @param packed - none, by default */
  constructor(packed: PackedFields = { text: "", sizes: [] }) {
    this.#packed = packed;
  }

  /** @param flat - names and values in turn */
  static of(flat: readonly string[]): HeaderFields {
    return new HeaderFields({ text: flat.join(""), sizes: flat.map(({ length }) => length) });
  }

  /** What crosses a thread. */
  get packed(): PackedFields {
    return this.#packed;
  }

  /** The first value of that name. */
  get(name: string): string | undefined {
    return this.#find(name);
  }

  /** Every value of that name, in order: `set-cookie` comes more than once. */
  getAll(name: string): string[] {
    const values: string[] = [];
    this.#find(name, values);
    return values;
  }

  *entries(): Generator<[name: string, value: string], void, undefined> {
    const { text, sizes } = this.#packed;
    let start = 0;
    for (let index = 0; index + 1 < sizes.length; index += 2) {
      const middle = start + (sizes[index] ?? 0);
      const end = middle + (sizes[index + 1] ?? 0);
      yield [text.slice(start, middle).toLowerCase(), valueIn(text, middle, end)];
      start = end;
    }
  }

  /** @param all - gets every value of that name; without it, the first one is returned */
  #find(name: string, all?: string[]): string | undefined {
    const { text, sizes } = this.#packed;
    let start = 0;
    for (let index = 0; index + 1 < sizes.length; index += 2) {
      const size = sizes[index] ?? 0;
      const end = start + size + (sizes[index + 1] ?? 0);
      if (size === name.length && isSpelled(text, start, name)) {
        const value = valueIn(text, start + size, end);
        if (all === undefined) return value;
        all.push(value);
      }
      start = end;
    }
    return undefined;
  }
}

/** Whether a text goes on with a name that is in lower case; compared in place, because nearly every field is another one. */
function isSpelled(text: string, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const code = text.charCodeAt(start + index);
    const lower = code >= UPPER_A && code <= UPPER_Z ? code + CASE : code;
    if (lower !== name.charCodeAt(index)) return false;
  }
  return true;
}

const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const CASE = 0x20;

/** A value without the space at its end, which is none of it (RFC 9110 §5.5). Parsers differ in whether they leave it. */
function valueIn(text: string, start: number, end: number): string {
  let last = end;
  while (last > start && (text[last - 1] === " " || text[last - 1] === "\t")) last -= 1;
  return text.slice(start, last);
}
