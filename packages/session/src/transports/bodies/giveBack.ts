import { isLent } from "../connections/lentMemory.ts";

/** In bytes: what is smaller is not worth it, and may be a piece of a decoder's that it goes on with. */
const LARGE = 32 * 1024;

/** Empties an ArrayBuffer, whose memory is free then. Node 20 has no such thing. */
const transfer: unknown = Reflect.get(ArrayBuffer.prototype, "transfer");

/**
 * Gives the memory of chunks that have been written back to the system. Whoever waits for the garbage collector lets some
 * 100 MB of them gather: it counts objects, and a chunk is a small one. Only of chunks that are all of their memory: beside
 * others lies the head of a response, or what belongs to somebody else.
 */
export function giveBack(chunks: readonly Uint8Array[]): void {
  if (typeof transfer !== "function") return;
  const buffers = chunks.filter(isAll).map(({ buffer }) => buffer);
  if (buffers.length === 0) return;
  // A parser that just brought the last of them has not returned yet.
  queueMicrotask(() => {
    for (const buffer of buffers) Reflect.apply(transfer, buffer, [0]);
  });
}

function isAll(chunk: Uint8Array): boolean {
  const { length, buffer } = chunk;
  return length >= LARGE && length === buffer.byteLength && buffer instanceof ArrayBuffer && !isLent(chunk);
}
