import type { LatchkeyError } from "../../errors/latchkeyError.ts";
import type { SavedFile } from "../../message/reply.ts";
import { type Coding, type Described, decodeWhole, tooLarge } from "./contentCoding.ts";

/** What became of a body. */
export interface Received {
  readonly body: Uint8Array;
  readonly saved?: SavedFile;
}

/** Takes a response body, as it comes over the wire. */
export interface BodySink {
  /** @throws TransportError when it is too much */
  write(chunk: Uint8Array): void;
  /** All of it arrived. */
  end(done: (error: LatchkeyError | null, received: Received) => void): void;
  /** It will not be complete: leaves nothing behind. */
  discard(): void;
}

const EMPTY = new Uint8Array();
/** Encoded bytes beyond the limit of decoded ones that are still plausible: incompressible data grows a little. */
const ENCODED_SLACK = 65_536;

/** Keeps a body in memory and decodes it when it is complete. */
export class MemoryBody implements BodySink {
  readonly #codings: readonly Coding[];
  readonly #limit: number;
  readonly #described: Described;
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(codings: readonly Coding[], limit: number, described: Described) {
    this.#codings = codings;
    this.#limit = limit;
    this.#described = described;
  }

  write(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > this.#limit + (this.#codings.length > 0 ? ENCODED_SLACK : 0)) throw tooLarge(this.#limit);
    this.#chunks.push(chunk);
  }

  end(done: (error: LatchkeyError | null, received: Received) => void): void {
    const [first, second] = this.#chunks;
    const bytes = second === undefined ? (first ?? EMPTY) : Buffer.concat(this.#chunks, this.#size);
    this.discard();
    if (this.#codings.length === 0) done(null, { body: bytes });
    else decodeWhole(this.#codings, bytes, this.#limit, this.#described, (error, body) => done(error, { body }));
  }

  discard(): void {
    this.#chunks = [];
  }
}
