import { isObject, valueAt } from "./columns.ts";
import type { Rows } from "./output.ts";

/** The columns that were asked for and that no row has: most likely misspelt, and shown as empty. */
export class MissingColumns {
  readonly #missing: Set<string>;
  #fields: readonly string[] = [];

  constructor(columns: readonly string[] = []) {
    this.#missing = new Set(columns);
  }

  /** The same rows, each looked at as it passes. */
  of(rows: Rows): Rows {
    return this.#missing.size === 0 ? rows : this.#pass(rows);
  }

  /** A row is looked at. */
  saw(row: unknown): void {
    if (isObject(row) && this.#fields.length === 0) this.#fields = Object.keys(row);
    for (const name of this.#missing) if (valueAt(row, name) !== undefined) this.#missing.delete(name);
  }

  /** What there is to say of them; `undefined` where each was found, or there was nothing to find it in. */
  get told(): string | undefined {
    if (this.#missing.size === 0 || this.#fields.length === 0) return undefined;
    return `Nothing has ${[...this.#missing].join(", ")}. There are ${this.#fields.join(", ")}.`;
  }

  async *#pass(rows: Rows): AsyncGenerator {
    for await (const row of rows) {
      this.saw(row);
      yield row;
    }
  }
}
