import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { streamChunks } from "./streamChunks.ts";

async function* generate(): AsyncGenerator<string> {
  yield "a";
  yield "b";
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  for await (const chunk of chunks) texts.push(new TextDecoder().decode(chunk));
  return texts;
}

function source(chunks: readonly unknown[]): { stream: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false;
  const left = [...chunks];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      // Also what a caller without types may send.
      if (left.length > 0) controller.enqueue(left.shift() as Uint8Array);
      else controller.close();
    },
    cancel() {
      cancelled = true;
    },
  });
  return { stream, cancelled: () => cancelled };
}

describe("streamChunks", () => {
  test("reads web streams, Node streams and generators", async () => {
    const bytes = new TextEncoder().encode("b");
    expect(await collect(streamChunks(source(["a", bytes]).stream))).toEqual(["a", "b"]);
    expect(await collect(streamChunks(Readable.from([Buffer.from("a"), "é"])))).toEqual(["a", "é"]);
    expect(await collect(streamChunks(generate()))).toEqual(["a", "b"]);
    const elsewhere = source([runInNewContext("new Uint8Array([97])")]);
    expect(await collect(streamChunks(elsewhere.stream))).toEqual(["a"]);
  });

  test("reads what keeps less to the protocol of iterators than types say", async () => {
    const left = ["a", "b"];
    const careless = {
      [Symbol.asyncIterator]: () => ({
        next: () => ({ done: left.length === 0, value: left.shift() }),
        return() {
          throw new Error("oops");
        },
      }),
    };
    // As JavaScript lets people write it.
    expect(await collect(streamChunks(careless as never))).toEqual(["a", "b"]);
    const iterator = streamChunks(careless as never)[Symbol.asyncIterator]();
    await expect(iterator.return?.()).rejects.toThrow("oops");
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: () => undefined }) };
    const stopped = streamChunks(silent as never)[Symbol.asyncIterator]();
    expect(await stopped.return?.()).toMatchObject({ done: true });
    const broken = {
      [Symbol.asyncIterator]: () => ({
        next() {
          throw new Error("at once");
        },
      }),
    };
    const failed = streamChunks(broken as never)[Symbol.asyncIterator]();
    await expect(failed.next()).rejects.toThrow("at once");
  });

  test("a generator may use its memory again", async () => {
    async function* reusing(): AsyncGenerator<Uint8Array> {
      const memory = new Uint8Array(1);
      for (const code of [97, 98, 99]) {
        memory[0] = code;
        yield memory;
      }
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of streamChunks(reusing())) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("abc");
  });

  test("a stream that is being read, or has been, is refused", async () => {
    const refusal = {
      name: "UsageError",
      code: "body",
      message: expect.stringContaining("is being read already, or was"),
    };
    const { stream } = source(["a"]);
    const chunks = streamChunks(stream);
    const other = streamChunks(stream);
    expect(await collect(chunks)).toEqual(["a"]);
    await expect(collect(other)).rejects.toMatchObject(refusal);
    expect(() => streamChunks(stream)).toThrow(expect.objectContaining(refusal));
    const file = Readable.from(["a"]);
    expect(await collect(streamChunks(file))).toEqual(["a"]);
    expect(() => streamChunks(file)).toThrow(expect.objectContaining(refusal));
  });

  test("stopping early cancels the source", async () => {
    const { stream, cancelled } = source(["a", "b", "c"]);
    for await (const chunk of streamChunks(stream)) {
      expect(chunk).toHaveLength(1);
      break;
    }
    expect(cancelled()).toBe(true);
  });

  test("stopping before the first chunk cancels the source", async () => {
    const { stream, cancelled } = source(["a"]);
    await streamChunks(stream)[Symbol.asyncIterator]().return?.();
    expect(cancelled()).toBe(true);
    const file = Readable.from(["a"]);
    await streamChunks(file)[Symbol.asyncIterator]().return?.();
    expect(file.destroyed).toBe(true);
  });

  test("a chunk that is neither bytes nor text ends it, and the source", async () => {
    const { stream, cancelled } = source(["a", { secret: "S3CR3T" }, "b"]);
    await expect(collect(streamChunks(stream))).rejects.toMatchObject({
      code: "body",
      message: "A stream gave a chunk that is neither bytes nor text.",
    });
    expect(cancelled()).toBe(true);
  });

  test("an error of the source is passed on", async () => {
    const failing = new ReadableStream<Uint8Array>({
      pull() {
        throw new Error("disk on fire");
      },
    });
    await expect(collect(streamChunks(failing))).rejects.toThrow("disk on fire");
  });
});
