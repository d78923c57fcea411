import type { HeaderRecord } from "./request.ts";

/**
 * Adds headers to others. A session adds the same ones to the same ones again and again: the last result is given again,
 * the very object, so that whoever reads it can tell that nothing changed.
 */
export class HeaderMerger {
  #base: HeaderRecord = {};
  #added: HeaderRecord = {};
  #merged: HeaderRecord = {};

  merge(base: HeaderRecord, added: HeaderRecord): HeaderRecord {
    if (isEmpty(added)) return base;
    if (base !== this.#base || !isSame(added, this.#added)) {
      this.#merged = Object.freeze({ ...base, ...added });
      this.#base = base;
      this.#added = added;
    }
    return this.#merged;
  }
}

function isEmpty(headers: HeaderRecord): boolean {
  for (const name in headers) if (Object.hasOwn(headers, name)) return false;
  return true;
}

function isSame(left: HeaderRecord, right: HeaderRecord): boolean {
  if (left === right) return true;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  for (const name of names) if (!Object.hasOwn(right, name) || left[name] !== right[name]) return false;
  return true;
}
