import { HeaderFields } from "../../message/headerFields.ts";

/** Where fields are put together: enough for most heads. */
const room = Buffer.allocUnsafeSlow(4_096);

/**
 * Fields that hold on to nothing of the chunk that they came in.
 *
 * @param raw - names and values in turn, as latin-1 bytes
 */
export function packFields(raw: readonly Uint8Array[]): HeaderFields {
  // oxlint-disable-next-line unicorn/no-new-array -- A list that grows has room to spare, which responses would keep.
  const sizes = new Array<number>(raw.length);
  let whole = 0;
  // Loops, and byte by byte: fields are so short, and come with every response, that calls would show.
  for (let at = 0; at < sizes.length; at += 1) {
    const size = raw[at]?.length ?? 0;
    sizes[at] = size;
    whole += size;
  }
  const bytes = whole > room.length ? Buffer.allocUnsafe(whole) : room;
  let end = 0;
  for (const field of raw) {
    const size = field.length;
    for (let index = 0; index < size; index += 1) bytes[end + index] = field[index] ?? 0;
    end += size;
  }
  return new HeaderFields({ text: bytes.toString("latin1", 0, whole), sizes });
}
