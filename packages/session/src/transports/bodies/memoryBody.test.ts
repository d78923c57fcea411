import { describe, expect, test } from "vitest";
import { LatchkeyError } from "../../errors/latchkeyError.ts";
import { MemoryBody } from "./memoryBody.ts";

const about = { status: 200, contentType: undefined };
const LIMIT = 2 ** 40;

/** What becomes of chunks, each of which is all of its memory. */
function received(chunks: readonly Uint8Array[], announced: number, limit = LIMIT) {
  const body = new MemoryBody([], limit, announced, about);
  for (const chunk of chunks) body.write(chunk);
  let bytes: Uint8Array | undefined;
  body.end((error, { body: whole }) => {
    if (error === null) bytes = whole;
  });
  return bytes;
}

const chunk = (size: number, value: number): Uint8Array => new Uint8Array(size).fill(value);

describe("a body in memory", () => {
  test.each([
    ["as long as announced", 110_000],
    ["of unknown length", Number.NaN],
    ["longer than was to be seen from its first chunks", 110_000_000],
  ])("is one piece: %s", (_, announced) => {
    const bytes = received([chunk(40_000, 1), chunk(60_000, 2), chunk(10_000, 3)], announced);
    expect(bytes).toHaveLength(110_000);
    expect([bytes?.[0], bytes?.[39_999], bytes?.[40_000], bytes?.[99_999], bytes?.[100_000]]).toEqual([1, 1, 2, 2, 3]);
  });

  test("that came in one piece is that piece", () => {
    const only = chunk(40_000, 1);
    expect(received([only], 40_000)).toBe(only);
    expect(only).toHaveLength(40_000);
    expect(received([], 0)).toHaveLength(0);
  });

  test("is all of its memory where the server told the truth, so that it can be handed over", () => {
    const bytes = received([chunk(40_000, 1), chunk(60_000, 2)], 100_000);
    expect(bytes?.buffer.byteLength).toBe(100_000);
  });

  test("takes no memory for what a server only announces", () => {
    const bytes = received([chunk(40_000, 1), chunk(60_000, 2)], 2 ** 33);
    expect(bytes?.buffer.byteLength).toBe(100_000);
  });

  // Node 20 cannot give memory back.
  test.runIf("transfer" in ArrayBuffer.prototype)(
    "gives back the memory of the chunks that it was put together of",
    async () => {
      const chunks = [chunk(40_000, 1), chunk(60_000, 2)];
      const bytes = received(chunks, 100_000);
      await Promise.resolve();
      expect(chunks.map(({ length }) => length)).toEqual([0, 0]);
      expect(bytes?.[99_999]).toBe(2);
    },
  );

  test("is too large as soon as it is", () => {
    expect(() => received([chunk(6, 1), chunk(6, 2)], Number.NaN, 10)).toThrow(LatchkeyError);
  });
});
