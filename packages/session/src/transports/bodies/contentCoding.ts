import type { Gunzip } from "node:zlib";
import { DecodeError } from "../../errors/decodeError.ts";
import type { LatchkeyError } from "../../errors/latchkeyError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { kept } from "../connections/lentMemory.ts";
import { errorCode } from "../failures/errorCode.ts";

/** Deno's decoder takes a brotli body that was cut for a whole one: there it is neither asked for nor accepted. */
const NOTICES_CUT_BROTLI = !("Deno" in globalThis);

/** What is asked for, and undone. */
export const ACCEPTED_CODINGS: string = NOTICES_CUT_BROTLI ? "gzip, deflate, br" : "gzip, deflate";

/** A content coding (RFC 9110 §8.4.1). */
export type Coding = "gzip" | "deflate" | "br";

/** More layers than that serve nobody but an attacker. */
const MAX_LAYERS = 2;
/**
 * Decoded in this thread, in bytes before decoding: a thousandfold of it, which is the most that deflate can make, takes only
 * some milliseconds. Brotli makes a millionfold.
 */
const SMALL = 4_096;

/** In bytes: what may wait to be decoded. Where there is more, the connection is left unread until all of that is decoded. */
const BACKLOG = 256 * 1024;

/** What the reply said of itself, for errors. */
export interface Described {
  readonly status: number;
  readonly contentType: string | undefined;
}

/**
 * Reads `Content-Encoding`: the codings in the order in which they are to be undone.
 *
 * @throws DecodeError for one that is unknown, or too many
 */
export function readCodings(value: string, described: Described): Coding[] {
  const codings: Coding[] = [];
  for (const entry of value.toLowerCase().split(",")) {
    const name = entry.trim();
    if (name === "" || name === "identity") continue;
    if (name === "gzip" || name === "x-gzip") codings.unshift("gzip");
    else if (name === "deflate" || (name === "br" && NOTICES_CUT_BROTLI)) codings.unshift(name);
    else throw new DecodeError("The body has a content coding that cannot be undone here.", described);
  }
  if (codings.length > MAX_LAYERS) throw new DecodeError("The body is encoded more often than twice.", described);
  return codings;
}

/** Undoes all codings of a body, at most `limit` bytes of it. */
export function decodeWhole(
  codings: readonly Coding[],
  bytes: Uint8Array,
  limit: number,
  described: Described,
  done: (error: LatchkeyError | null, decoded: Uint8Array) => void,
): void {
  const [coding, ...rest] = codings;
  // No byte at all is an empty body, whatever its head says: servers answer so to what they refuse.
  if (coding === undefined || bytes.length === 0) {
    done(null, bytes);
    return;
  }
  const next = (error: unknown, decoded: Uint8Array): void => {
    if (error) done(decodeFailure(error, limit, bytes.length, described), decoded);
    else decodeWhole(rest, decoded, limit, described, done);
  };
  const options = { maxOutputLength: Math.min(Math.max(1, limit), 2 ** 31 - 1) };
  const decoder = decoderOf(coding, bytes);
  if (bytes.length > SMALL || coding === "br") {
    decoder.whole(bytes, options, next);
    return;
  }
  let decoded: Uint8Array;
  try {
    decoded = decoder.wholeNow(bytes, options);
  } catch (error) {
    next(error, bytes);
    return;
  }
  next(null, decoded);
}

/** Undoes one coding while the body arrives. */
export class CodingStream implements CodingSink {
  readonly #coding: Coding;
  readonly #next: CodingSink;
  readonly #drained: () => void;
  #stream: Gunzip | undefined;
  /** The decoder has come to the end of what it understands. Where bytes follow, that is not the end of the body. */
  #isOver = false;
  #isEnded = false;

  /** @param drained - told when it can take more, after it could not */
  constructor(coding: Coding, next: CodingSink, drained: () => void) {
    this.#coding = coding;
    this.#next = next;
    this.#drained = drained;
  }

  write(chunk: Uint8Array): boolean {
    if (chunk.length === 0 || this.#isOver) return true;
    this.#stream ??= this.#begin(chunk);
    const stream = this.#stream;
    stream.write(kept(chunk));
    if (stream.writableLength < BACKLOG) return true;
    if (stream.listenerCount("drain") === 0) stream.once("drain", this.#drained);
    return false;
  }

  /** The next sink can take more, after it could not. */
  resume(): void {
    this.#stream?.resume();
  }

  end(): void {
    this.#isEnded = true;
    if (this.#stream === undefined || this.#isOver) this.#next.end();
    else this.#stream.end();
  }

  fail(error: unknown): void {
    this.#next.fail(error);
  }

  destroy(): void {
    this.#stream?.destroy();
  }

  #begin(first: Uint8Array): Gunzip {
    const stream = decoderOf(this.#coding, first).stream();
    stream.on("data", (chunk: Uint8Array) => {
      if (!this.#next.write(chunk)) stream.pause();
    });
    stream.on("end", () => {
      this.#isOver = true;
      // It takes nothing more, so that nothing would ever drain.
      const isHeld = stream.listenerCount("drain") > 0;
      stream.removeListener("drain", this.#drained);
      if (this.#isEnded) this.#next.end();
      else if (isHeld) this.#drained();
    });
    stream.on("error", (error) => this.#next.fail(error));
    return stream;
  }
}

/** What takes decoded bytes. */
export interface CodingSink {
  /** Whether it can take more at once. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  fail(error: unknown): void;
}

/** What a decoder's error means: too much came out, or the body is broken. */
export function decodeFailure(
  error: unknown,
  limit: number,
  bytes: number,
  { status, contentType }: Described,
): LatchkeyError {
  const code = errorCode(error);
  if (code === "ERR_BUFFER_TOO_LARGE") return tooLarge(limit);
  return new DecodeError("The content coding of the body is broken or cut short.", { status, contentType, bytes });
}

/** The error of a body beyond the limit. */
export function tooLarge(limit: number): TransportError {
  return new TransportError("too-large", `The body is larger than ${limit} bytes.`, {
    sent: true,
    hint: "Raise limits.maxBytes, or download it to a file.",
  });
}

interface Decoder {
  whole(bytes: Uint8Array, options: Limited, done: (error: Error | null, decoded: Uint8Array) => void): void;
  wholeNow(bytes: Uint8Array, options: Limited): Uint8Array;
  stream(): Gunzip;
}

interface Limited {
  readonly maxOutputLength: number;
}

function decoderOf(coding: Coding, bytes: Uint8Array): Decoder {
  // Loaded with the first body that is encoded: most are not.
  const zlib = process.getBuiltinModule("node:zlib");
  if (coding === "gzip") return { whole: zlib.gunzip, wholeNow: zlib.gunzipSync, stream: zlib.createGunzip };
  if (coding === "br")
    return { whole: zlib.brotliDecompress, wholeNow: zlib.brotliDecompressSync, stream: zlib.createBrotliDecompress };
  // Servers disagree on what "deflate" is: with a zlib head, as the RFC says, or without.
  const headed = ((bytes[0] ?? 0) & 0x0f) === 8;
  return headed
    ? { whole: zlib.inflate, wholeNow: zlib.inflateSync, stream: zlib.createInflate }
    : { whole: zlib.inflateRaw, wholeNow: zlib.inflateRawSync, stream: zlib.createInflateRaw };
}
