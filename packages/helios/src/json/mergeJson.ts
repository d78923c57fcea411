import { asObject } from "../features/feature.ts";

/**
 * All values that a chain of keys leads to, in order: lists on the way are gone through, item by item. Where a key is
 * missing there is no value.
 *
 * @param keys - one, or a chain of them
 *
 * @example
 * ```ts
 * mergeJson([{ a: { b: 1 } }, { a: [{ b: 2 }, { b: [3, 4] }] }], ["a", "b"]); // [1, 2, 3, 4]
 * ```
 */
export function mergeJson(data: unknown, keys: string | readonly string[]): unknown[] {
  const chain = typeof keys === "string" ? [keys] : keys;
  let values = flat(data);
  for (const key of chain) {
    values = values.flatMap((value) => {
      const object = asObject(value);
      return object !== undefined && Object.hasOwn(object, key) ? flat(object[key]) : [];
    });
  }
  return values;
}

function flat(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}
