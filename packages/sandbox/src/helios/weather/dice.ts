/** A 32-bit number that depends on every argument and on their order: the only source of chance in the world. */
export function mix(...numbers: number[]): number {
  let h = 0x9e3779b9;
  for (const number of numbers) {
    h = Math.imul(h ^ (number | 0), 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** A number from 0 (included) to 1 (excluded). */
export function chance(...numbers: number[]): number {
  return mix(...numbers) / 2 ** 32;
}

/** A number between two bounds. */
export function between(low: number, high: number, ...numbers: number[]): number {
  return low + (high - low) * chance(...numbers);
}

/** One element of a list that is not empty. */
export function pick<T>(list: readonly T[], ...numbers: number[]): T {
  // A remainder of the length is always within the list.
  return list[mix(...numbers) % list.length] as T;
}

/** A 32-bit number for a text (FNV-1a). */
export function textNumber(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
