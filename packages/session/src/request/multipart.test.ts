import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Body, isReplayable } from "../message/body.ts";
import { FUZZ, FUZZ_TIMEOUT } from "../testbed/fuzzRuns.ts";
import { type BodyInput, encodeBody } from "./encodeBody.ts";

async function read(body: Body | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const blobs: (Uint8Array<ArrayBuffer> | Blob | string)[] = [];
  for (const piece of body?.kind === "pieces" ? body.pieces : []) {
    if (piece.kind === "bytes") blobs.push(new Uint8Array(piece.bytes));
    else if (piece.kind === "blob") blobs.push(piece.blob);
    else if (piece.kind === "stream") for await (const chunk of piece.stream) blobs.push(new Uint8Array(chunk));
    else blobs.push(`[${piece.path}]`);
  }
  return new Uint8Array(await new Blob(blobs).arrayBuffer());
}

/** What the platform's own parser finds in it. */
async function parse(input: BodyInput): Promise<unknown[]> {
  const { body, contentType = "" } = encodeBody(input);
  const form = await new Response(await read(body), { headers: { "content-type": contentType } }).formData();
  const found: unknown[] = [];
  for (const [name, value] of form) {
    if (typeof value === "string") found.push([name, value]);
    // Not `text()`: it takes a byte order mark away.
    else found.push([name, value.name, value.type, Buffer.from(await value.arrayBuffer()).toString()]);
  }
  return found;
}

async function* chunks(): AsyncGenerator<string> {
  yield "str";
  yield "eam";
}

describe("multipart bodies", () => {
  test("the bytes on the wire", async () => {
    const { body, contentType } = encodeBody({
      form: { request: 7 },
      files: { file: { content: "hi", filename: "a.txt", type: "text/plain" } },
    });
    const boundary = /^multipart\/form-data; boundary=(latchkey-[0-9a-f]{32})$/.exec(contentType ?? "")?.[1];
    expect(new TextDecoder().decode(await read(body))).toBe(
      [
        `--${boundary}`,
        'Content-Disposition: form-data; name="request"',
        "",
        "7",
        `--${boundary}`,
        'Content-Disposition: form-data; name="file"; filename="a.txt"',
        "Content-Type: text/plain",
        "",
        "hi",
        `--${boundary}--`,
        "",
      ].join("\r\n"),
    );
  });

  test("every body has a boundary of its own", () => {
    const input = { files: { f: new Blob(["x"]) } };
    expect(encodeBody(input).contentType).not.toBe(encodeBody(input).contentType);
  });

  test("every kind of file, in order, fields first", async () => {
    const found = await parse({
      files: {
        one: new File(["file"], "f.png", { type: "image/png" }),
        two: [new Blob(["blob"]), { path: "/tmp/dir/p.pdf" }, { path: "C:\\dir\\q.pdf", type: "application/pdf" }],
        gone: undefined,
        three: { path: "/tmp/x", filename: "named.txt" },
        four: [
          { content: "text", filename: "t" },
          { content: new TextEncoder().encode("bytes"), filename: "b", type: "text/csv; header=present" },
          { content: new TextEncoder().encode("buffer").buffer, filename: "c" },
          { content: new Blob(["typed"], { type: "image/gif" }), filename: "d" },
        ],
        five: { stream: chunks(), filename: "s", size: 6 },
      },
      form: { last: ["1", "2"], empty: "" },
    });
    const binary = "application/octet-stream";
    expect(found).toEqual([
      ["last", "1"],
      ["last", "2"],
      ["empty", ""],
      ["one", "f.png", "image/png", "file"],
      ["two", "blob", binary, "blob"],
      ["two", "p.pdf", binary, "[/tmp/dir/p.pdf]"],
      ["two", "q.pdf", "application/pdf", "[C:\\dir\\q.pdf]"],
      ["three", "named.txt", binary, "[/tmp/x]"],
      ["four", "t", binary, "text"],
      ["four", "b", expect.stringMatching(/^text\/csv; ?header=present$/), "bytes"],
      ["four", "c", binary, "buffer"],
      ["four", "d", "image/gif", "typed"],
      ["five", "s", binary, "stream"],
    ]);
  });

  test("only a stream makes it one that cannot be sent again", () => {
    const stream = { stream: new ReadableStream<Uint8Array>(), filename: "s" };
    expect(isReplayable(encodeBody({ files: { a: { path: "x" }, b: new Blob([]) } }).body)).toBe(true);
    expect(isReplayable(encodeBody({ files: { a: { path: "x" }, b: stream } }).body)).toBe(false);
  });

  test.each<[string, unknown, RegExp]>([
    ["text", "S3CR3T", /^files must be an object/],
    ["a list", [new Blob([])], /^files must be an object/],
    ["FormData", new FormData(), /^files must be an object/],
    ["null as file", { f: null }, /^files\.f must be a Blob, a File/],
    ["text as file", { f: "S3CR3T" }, /^files\.f must be a Blob, a File/],
    ["bytes as file", { f: new Uint8Array(3) }, /^files\.f must be a Blob, a File/],
    ["an inherited path", { f: Object.create({ path: "x" }) }, /^files\.f must be a Blob, a File/],
    ["content without a name", { f: { content: "S3CR3T" } }, /^files\.f\.filename is missing/],
    ["content of an unknown kind", { f: { content: ["S3CR3T"], filename: "x" } }, /^files\.f\.content must be/],
    ["a stream that is none", { f: { stream: "S3CR3T", filename: "x" } }, /^files\.f\.stream must be/],
    ["a negative size", { f: { stream: new ReadableStream(), filename: "x", size: -1 } }, /^files\.f\.size must be/],
    ["an empty name", { f: new File([], "") }, /^files\.f\.filename must be/],
    ["a path that ends in a slash", { f: { path: "/tmp/" } }, /^files\.f\.filename must be/],
    ["a type with a line end", { f: { path: "x", type: "a/b\r\nX: y" } }, /^files\.f\.type must be a media type/],
    ["a type that is none", { f: { path: "x", type: "png" } }, /^files\.f\.type must be a media type/],
    ["a misspelt name", { f: { path: "x", fileName: "y" } }, /Did you mean "files\.f\.filename"/],
    ["two kinds at once", { f: { path: "x", content: "S3CR3T", filename: "y" } }, /no option "files\.f\.content"/],
  ])("refuses %s", (_, files, message) => {
    // What a caller without types may pass.
    const act = (): unknown => encodeBody({ files } as BodyInput);
    expect(act).toThrow(expect.objectContaining({ name: "UsageError", code: "option" }));
    expect(act).toThrow(message);
  });

  // A name that holds the escapes themselves cannot be told from one that was escaped: so it is in browsers.
  const name = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', "\r", "\n", "\\", ";", "=", "é", "%"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  });
  // Nor does the platform's parser keep a byte order mark at the beginning of a text.
  const isKept = (text: string): boolean => !text.startsWith("\uFEFF");
  const unambiguous = name.filter((text) => !/%(?:0D|0A|22)/i.test(text) && isKept(text));
  const content = fc.string({ unit: "binary", maxLength: 30 });

  test(
    "the platform's parser finds what was put in",
    async () => {
      const field = fc.tuple(unambiguous, content.filter(isKept));
      const file = fc.record({ filename: unambiguous.filter((text) => text !== ""), content });
      const upload = fc.tuple(unambiguous, fc.array(file, { minLength: 1, maxLength: 3 }));
      const uploads = fc.uniqueArray(upload, { selector: ([key]) => key, minLength: 1, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(fc.array(field, { maxLength: 4 }), uploads, async (fields, files) => {
          const found = await parse({ form: new URLSearchParams(fields), files: Object.fromEntries(files) });
          // An object lists names that are numbers first.
          const sent = Object.entries(Object.fromEntries(files)).flatMap(([key, list]) =>
            list.map((given) => [key, given.filename, "application/octet-stream", given.content]),
          );
          expect(found).toEqual([...fields, ...sent]);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT,
  );
});
