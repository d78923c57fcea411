/** Whether a value is a Uint8Array, whatever realm it comes from: where jsdom lends its own, Node's are none of those. */
export function isBytes(value: unknown): value is Uint8Array {
  if (value instanceof Uint8Array) return true;
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}
