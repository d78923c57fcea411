import { promisify } from "node:util";
import { brotliCompressSync, gunzip, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { patternOf } from "../../testbed/faults.ts";
import { CodingStream, decodeWhole } from "./contentCoding.ts";

const gunzipped = promisify(gunzip);
const small = gzipSync("small");

const unexpected = (error: unknown): never => {
  throw error;
};

test("a decoder waits for what comes after it, and says when it can take more itself", async () => {
  const encoded = gzipSync(patternOf(2_000_000), { level: 0 });
  let came = 0;
  let drained = 0;
  const next = {
    write: () => {
      came += 1;
      return false;
    },
    end: () => unexpected(new Error("Nobody said that this is the end.")),
    fail: unexpected,
  };
  const stream = new CodingStream("gzip", next, () => {
    drained += 1;
  });
  let at = 0;
  while (stream.write(encoded.subarray(at, at + 50_000))) at += 50_000;
  expect(at).toBeLessThan(400_000);
  // Each takes as long as a chunk, of which there are some twenty.
  for (let index = 0; index < 100; index += 1) await gunzipped(small);
  expect([came, drained]).toEqual([1, 0]);
  while (drained === 0) {
    stream.resume();
    await gunzipped(small);
  }
  expect(came).toBeGreaterThan(15);
  stream.destroy();
});

test("brotli, which makes megabytes of a few bytes, is never undone while everything else waits", async () => {
  const bomb = brotliCompressSync(Buffer.alloc(1_000_000));
  expect(bomb.length).toBeLessThan(100);
  const order: string[] = [];
  const decoded = new Promise<Uint8Array>((resolve) => {
    decodeWhole(["br"], bomb, 2_000_000, { status: 200, contentType: undefined }, (_error, bytes) => {
      order.push("decoded");
      resolve(bytes);
    });
  });
  order.push("others");
  expect((await decoded).length).toBe(1_000_000);
  expect(order).toEqual(["others", "decoded"]);
});
