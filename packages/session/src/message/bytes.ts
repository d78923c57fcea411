/** A `Uint8Array` over an `ArrayBuffer`, as Blob, fetch and WebCrypto take it; compilers before 5.7 know of no other. */
export type Bytes = ReturnType<Uint8Array["slice"]>;

/** The same bytes as nothing but a `Uint8Array`: what a `Buffer` does with `slice`, `toString` and JSON is its own. */
export function plainBytes(bytes: Uint8Array): Bytes {
  const { buffer } = bytes;
  // What threads share, or another realm made, is copied.
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}
