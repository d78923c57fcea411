const TAG = /^\[object (Error|DOMException)\]$/;

/** Whether something is an error, whatever realm it comes from: in Jest, Node's own are of another one. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || TAG.test(Object.prototype.toString.call(value));
}
