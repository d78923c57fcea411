import { createHash } from "node:crypto";
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { appendFile, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Body } from "../message/body.ts";
import { exchange, failureOf, type TestedTransport, textOf, transportTwins } from "../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { patternOf } from "../testbed/faults.ts";

const content = patternOf(700_001);
let server: FaultServer;
let directory: string;
let path: string;
beforeAll(async () => {
  server = await startFaultServer();
  directory = mkdtempSync(join(tmpdir(), "latchkey-uploads-"));
  path = join(directory, "content.bin");
  writeFileSync(path, content);
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function streamOf(bytes: Uint8Array, size: number | undefined): Body & { kind: "stream" } {
  return { kind: "stream", stream: chunks(bytes, 10_000), size };
}

/** What the server saw. */
const own = new Error("own");

function failNow(): never {
  throw own;
}

async function upload(tested: TestedTransport, body: Body, method = "POST") {
  return JSON.parse(textOf(await exchange(tested, server.origin, "/echo", { method, body })));
}

function expectSame(seen: unknown, bytes: Uint8Array): void {
  expect(seen).toMatchObject({ size: bytes.length, sha: createHash("sha256").update(bytes).digest("hex") });
}

describe.each(transportTwins)("an upload of the $name twin", ({ name, open }) => {
  let tested: TestedTransport;
  beforeEach(() => {
    tested = open();
  });
  afterEach(() => tested.transport.close(true));

  test("sends a file", async () => {
    const seen = await upload(tested, { kind: "file", path }, "PUT");
    expectSame(seen, content);
    expect(seen.lines).toContain(`content-length: ${content.length}`);
  });

  test("sends an empty file", async () => {
    const empty = join(directory, "empty");
    writeFileSync(empty, "");
    const seen = await upload(tested, { kind: "file", path: empty });
    expect(seen.lines).toContain("content-length: 0");
  });

  test("sends a Blob and a File", async () => {
    expectSame(
      await upload(tested, { kind: "blob", blob: new Blob([content, "tail"]) }),
      Buffer.concat([content, Buffer.from("tail")]),
    );
    expectSame(await upload(tested, { kind: "blob", blob: new File([content], "a.bin") }), content);
  });

  test("sends bytes of another realm, as jsdom makes them of Node's", async () => {
    const bytes: Uint8Array = runInNewContext("new Uint8Array([104, 105])");
    for (let calls = 0; calls < 20; calls++) {
      expectSame(await upload(tested, { kind: "bytes", bytes }), Buffer.from("hi"));
    }
    expectSame(await upload(tested, { kind: "pieces", pieces: [{ kind: "bytes", bytes }] }), Buffer.from("hi"));
  });

  test("sends a Blob of jsdom's, which has no stream", async () => {
    const blob = Object.defineProperty(new Blob([content]), "stream", { value: undefined });
    expectSame(await upload(tested, { kind: "blob", blob }), content);
  });

  test("sends pieces one after the other", async () => {
    const head = Buffer.from("head ");
    const seen = await upload(tested, {
      kind: "pieces",
      pieces: [
        { kind: "bytes", bytes: head },
        { kind: "file", path },
        { kind: "blob", blob: new Blob(["middle"]) },
        { kind: "bytes", bytes: content.subarray(5, 300_000) },
      ],
    });
    expectSame(seen, Buffer.concat([head, content, Buffer.from("middle"), content.subarray(5, 300_000)]));
  });

  test("refuses a file that is not there, and one that is none", async () => {
    const missing = join(directory, "missing");
    const parts = { method: "POST", body: { kind: "file", path: missing } } as const;
    const error = await failureOf(exchange(tested, server.origin, "/echo", parts));
    expect(error).toMatchObject({ code: "disk", sent: false });
    expect(String(error)).toContain(missing);
    const folder = { method: "POST", body: { kind: "file", path: directory } } as const;
    expect(await failureOf(exchange(tested, server.origin, "/echo", folder))).toMatchObject({
      code: "disk",
      sent: false,
    });
  });

  if (name === "blocking") {
    test("refuses streams", async () => {
      const error = await failureOf(upload(tested, streamOf(content, undefined)));
      expect(error).toMatchObject({ name: "UsageError", code: "body" });
      const pieces: Body = { kind: "pieces", pieces: [streamOf(content, 1)] };
      expect(await failureOf(upload(tested, pieces))).toMatchObject({ name: "UsageError", code: "body" });
    });

    test("refuses a Blob that stands for a file, which Node cannot read in another thread", async () => {
      const body: Body = { kind: "blob", blob: await openAsBlob(path) };
      expect(await failureOf(upload(tested, body))).toMatchObject({ name: "UsageError", code: "body" });
    });
    return;
  }

  test("sends a Blob that stands for a file", async () => {
    expectSame(await upload(tested, { kind: "blob", blob: await openAsBlob(path) }), content);
  });

  test("sends a stream of known size, and in chunks where it is not known", async () => {
    expectSame(await upload(tested, streamOf(content, content.length)), content);
    const seen = await upload(tested, streamOf(content, undefined));
    expectSame(seen, content);
    expect(seen.lines).toContain("transfer-encoding: chunked");
  });

  test("refuses a stream of another size than was said", async () => {
    for (const size of [content.length - 1, content.length + 1]) {
      const error = await failureOf(upload(tested, streamOf(content, size)));
      expect(error).toMatchObject({ name: "UsageError", code: "body", sent: true });
    }
    expectSame(await upload(tested, { kind: "file", path }), content);
  });

  test("gives a stream's own error back", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield content;
      throw own;
    }
    const body: Body = { kind: "stream", stream: failing(), size: undefined };
    expect(await failureOf(upload(tested, body))).toBe(own);
  });

  test.each<[string, () => unknown]>([
    ["cannot be begun", () => failNow()],
    ["fails at once when it is read", () => ({ next: failNow })],
  ])("gives the error back of a stream that %s", async (_how, begin) => {
    // As a layer in JavaScript may write it.
    const stream = { [Symbol.asyncIterator]: begin } as AsyncIterable<Uint8Array>;
    expect(await failureOf(upload(tested, { kind: "stream", stream, size: undefined }))).toBe(own);
  });

  test.each<[string, () => unknown]>([
    ["throws", () => failNow()],
    ["answers with no promise", () => ({ done: true })],
  ])("ends in time where stopping a stream %s", async (_how, stop) => {
    const iterator = { next: () => new Promise(() => {}), return: stop };
    const stream = { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<Uint8Array>;
    const body: Body = { kind: "stream", stream, size: undefined };
    const late = exchange(tested, server.origin, "/echo", { method: "POST", body, timeout: 100 });
    expect(await failureOf(late)).toMatchObject({ code: "timeout" });
  });

  test("stops a stream that nobody reads to its end", async () => {
    let stopped = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield content;
      } finally {
        stopped += 1;
      }
    }
    const body: Body = { kind: "stream", stream: endless(), size: undefined };
    const reply = await exchange(tested, server.origin, "/refuse", { method: "POST", body });
    expect(reply.status).toBe(413);
    await expect.poll(() => stopped).toBe(1);
  });

  test.each([
    ["grows", (file: string) => appendFile(file, "more")],
    ["shrinks", (file: string) => truncate(file, 1_000_000)],
  ])("fails at once when a file %s while it is sent", async (how, change) => {
    const changing = join(directory, how);
    writeFileSync(changing, patternOf(5_000_000));
    async function* meanwhile(): AsyncGenerator<Uint8Array> {
      await change(changing);
      yield Buffer.from("x");
    }
    const pieces: Body = {
      kind: "pieces",
      pieces: [
        { kind: "stream", stream: meanwhile(), size: 1 },
        { kind: "file", path: changing },
      ],
    };
    const error = await failureOf(upload(tested, pieces));
    expect(error).toMatchObject({ code: "disk", sent: true });
    expect(String(error)).toContain("changed while it was sent");
  });
});
