export const OK = "HTTP/1.1 200 OK\r\n";

/**
 * A whole response of known length, as it is on the wire.
 *
 * @param more - header fields besides, each with its line's end
 */
export function sized(body: Buffer | string, more: string = ""): Buffer {
  const head = `${OK}${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}
