import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { UsageError } from "../errors/usageError.ts";
import { isReplayable } from "../message/body.ts";
import { type BodyInput, encodeBody } from "./encodeBody.ts";

function bytesOf(input: BodyInput): string | undefined {
  const { body } = encodeBody(input);
  return body?.kind === "bytes" ? new TextDecoder().decode(body.bytes) : undefined;
}

function refusal(input: unknown): UsageError {
  try {
    // Also what a caller without types may pass.
    encodeBody(input as BodyInput);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

async function* chunks(): AsyncGenerator<string> {
  yield "x";
}

const cycle: Record<string, unknown> = { S3CR3T: 1 };
cycle["S3CR3T"] = { S3CR3T: cycle };

describe("encodeBody", () => {
  test("nothing is no body", () => {
    expect(encodeBody({})).toEqual({ body: undefined, contentType: undefined });
    expect(encodeBody({ files: {} })).toEqual({ body: undefined, contentType: undefined });
  });

  test.each<[BodyInput, string, string | undefined]>([
    [{ json: { a: [1, "é", null] } }, '{"a":[1,"é",null]}', "application/json"],
    [{ json: null }, "null", "application/json"],
    [{ json: false }, "false", "application/json"],
    [{ json: "" }, '""', "application/json"],
    [{ form: { a: 1, b: ["x y", "&"], c: undefined } }, "a=1&b=x+y&b=%26", "application/x-www-form-urlencoded"],
    [{ form: {}, files: {} }, "", "application/x-www-form-urlencoded"],
    [{ form: new URLSearchParams("a=1") }, "a=1", "application/x-www-form-urlencoded"],
    [{ body: "é" }, "é", "text/plain;charset=UTF-8"],
    [{ body: "" }, "", "text/plain;charset=UTF-8"],
    [{ body: new Uint8Array([104, 105]) }, "hi", undefined],
    [{ body: new Uint8Array([104, 105]).buffer }, "hi", undefined],
    [{ body: runInNewContext("new Uint8Array([104, 105])") }, "hi", undefined],
  ])("%o", (input, text, contentType) => {
    expect(bytesOf(input)).toBe(text);
    expect(encodeBody(input).contentType).toBe(contentType);
    expect(isReplayable(encodeBody(input).body)).toBe(true);
  });

  test("Blobs and paths stay what they are until they are sent", () => {
    const blob = new Blob(["x"], { type: "image/png" });
    expect(encodeBody({ body: blob })).toEqual({ body: { kind: "blob", blob }, contentType: "image/png" });
    expect(encodeBody({ body: new Blob(["x"]) }).contentType).toBeUndefined();
    expect(encodeBody({ body: { path: "/tmp/x" } })).toEqual({
      body: { kind: "file", path: "/tmp/x" },
      contentType: undefined,
    });
  });

  test.each([
    ["a generator", chunks()],
    ["a web stream", new ReadableStream<Uint8Array>()],
  ])("%s can be sent once", (_, body) => {
    const encoded = encodeBody({ body });
    expect(encoded.body).toMatchObject({ kind: "stream", size: undefined });
    expect(isReplayable(encoded.body)).toBe(false);
  });

  test.each([
    ["a cycle", { json: cycle }, /refers to itself/],
    ["a BigInt", { json: { S3CR3T: 5n } }, /BigInt/],
    [
      "a toJSON that throws",
      {
        json: {
          toJSON: () => {
            throw new Error("S3CR3T");
          },
        },
      },
      /toJSON method or getter threw/,
    ],
    [
      "a toJSON that throws no error",
      {
        json: {
          toJSON: () => {
            throw "S3CR3T";
          },
        },
      },
      /toJSON method or getter threw/,
    ],
    ["a function", { json: () => "S3CR3T" }, /function or a symbol/],
    ["a symbol", { json: Symbol("S3CR3T") }, /function or a symbol/],
    ["json and files", { json: { a: "S3CR3T" }, files: {} }, /^json and files cannot/],
    ["json and form", { json: 1, form: {} }, /^json and form cannot/],
    ["json and body", { json: 1, body: "S3CR3T" }, /^json and body cannot/],
    ["form and body", { form: {}, body: "S3CR3T" }, /^form and body cannot/],
    ["body and files", { body: "S3CR3T", files: {} }, /^body and files cannot/],
    ["all of them", { json: 1, form: {}, body: "S3CR3T" }, /^json and form and body cannot/],
    ["an object as body", { body: { a: "S3CR3T" } }, /^body must be/],
    ["null as body", { body: null }, /^body must be/],
    ["a number as body", { body: 5 }, /^body must be/],
    ["an empty path", { body: { path: "" } }, /^body must be/],
    ["FormData as body", { body: new FormData() }, /^body must be/],
  ])("refuses %s", (_, input, message) => {
    const error = refusal(input);
    expect(error.code).toBe("body");
    expect(error.message).toMatch(message);
    expect(inspect(error, { depth: null, showHidden: true }).split("\n    at ")[0]).not.toContain("S3CR3T");
    expect(error.cause).toBeUndefined();
  });

  test("json with files is told where fields go", () => {
    expect(refusal({ json: {}, files: { f: new Blob([]) } }).hint).toContain("in form");
  });

  test.each<[string, string, (bytes: Uint8Array) => BodyInput]>([
    ["bytes", "body", (body) => ({ body })],
    ["an ArrayBuffer", "body", ({ buffer }) => ({ body: buffer as ArrayBuffer })], // It is: structuredClone made it one.
    ["a file", "files.f.content", (content) => ({ files: { f: { content, filename: "f" } } })],
  ])("%s that went to another thread is not sent as nothing, and no bytes are", (_, option, inputOf) => {
    const bytes = structuredClone(new Uint8Array(8));
    expect(() => encodeBody(inputOf(bytes))).not.toThrow();
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(refusal(inputOf(bytes))).toMatchObject({
      code: "body",
      message: `${option} has nothing in it any more: its ArrayBuffer was transferred.`,
    });
    expect(() => encodeBody(inputOf(new Uint8Array()))).not.toThrow();
  });

  test("a stream that somebody reads already is refused", () => {
    const stream = new ReadableStream<Uint8Array>();
    stream.getReader();
    expect(refusal({ body: stream }).message).toMatch(/being read already/);
  });
});
