/** In bytes: what the system hands over at once. */
const SIZE = 65_536;

/**
 * Where all connections of this thread read to: what lies here is lent to whoever is told of it, until the call that tells
 * returns.
 */
export const lentMemory: Buffer = Buffer.allocUnsafeSlow(SIZE);

/** Whether a chunk is only lent. */
export function isLent({ buffer }: Uint8Array): boolean {
  return buffer === lentMemory.buffer;
}

/** A chunk that stays as it is: one that is only lent is copied. */
export function kept(chunk: Uint8Array): Uint8Array {
  return isLent(chunk) ? copied(chunk) : chunk;
}

/** What is kept may lie beside other things. */
let isShared = false;

/** From now on what this thread keeps shares its memory: for one that hands nothing on but copies. */
export function shareKeptMemory(): void {
  isShared = true;
}

/** A chunk in memory of its own: whoever is given it cannot read what lay beside it. */
export function apart(chunk: Uint8Array): Uint8Array {
  return isShared || chunk.length === chunk.buffer.byteLength ? chunk : copied(chunk);
}

export function copied(chunk: Uint8Array): Buffer {
  // Memory of its own costs a small one more than all else that is done with it.
  const copy = isShared ? Buffer.allocUnsafe(chunk.length) : Buffer.allocUnsafeSlow(chunk.length);
  copy.set(chunk);
  return copy;
}
