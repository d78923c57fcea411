import type { LatchkeyError } from "../../errors/latchkeyError.ts";
import type { SavedFile } from "../../message/reply.ts";
import { apart, kept } from "../connections/lentMemory.ts";
import { type Coding, type Described, decodeWhole, tooLarge } from "./contentCoding.ts";
import { giveBack } from "./giveBack.ts";

/** What became of a body. */
export interface Received {
  readonly body: Uint8Array;
  readonly saved?: SavedFile;
}

/** Whose body it is. Told what happens between the chunks. */
export interface BodyOwner {
  /** The body cannot become right any more. */
  fail(error: LatchkeyError): void;
  /** It can take more, after it could not. */
  drained(): void;
}

/** Takes a response body, as it comes over the wire. Chunks may only be lent: see lentMemory.ts. */
export interface BodySink {
  /**
   * Whether it can take more at once: else its owner is told when it can.
   *
   * @throws TransportError when it is too much
   */
  write(chunk: Uint8Array): boolean;
  /** All of it arrived. */
  end(done: (error: LatchkeyError | null, received: Received) => void): void;
  /** It will not be complete: leaves nothing behind. */
  discard(): void;
}

const EMPTY = new Uint8Array();
/** Encoded bytes beyond the limit of decoded ones that are still plausible: incompressible data grows a little. */
const ENCODED_SLACK = 65_536;

/** How much of an announced body must be there before memory for all of it is taken: servers may announce anything. */
const EARNEST = 1 / 16;

/** Keeps a body in memory and decodes it when it is complete. */
export class MemoryBody implements BodySink {
  readonly #codings: readonly Coding[];
  readonly #limit: number;
  readonly #described: Described;
  /** How long it will be, as far as the server says. */
  readonly #announced: number;
  /** Memory for all of it, from when the server is seen to be in earnest. */
  #whole: Uint8Array | undefined;
  #chunks: Uint8Array[] = [];
  #size = 0;

  /** @param announced - how long it will be before it is decoded, in bytes; NaN where the server does not say */
  constructor(codings: readonly Coding[], limit: number, announced: number, described: Described) {
    this.#codings = codings;
    this.#limit = limit;
    this.#announced = announced;
    this.#described = described;
  }

  write(chunk: Uint8Array): boolean {
    const before = this.#size;
    this.#size += chunk.length;
    if (this.#size > this.#limit + (this.#codings.length > 0 ? ENCODED_SLACK : 0)) throw tooLarge(this.#limit);
    const isEarnest = this.#size < this.#announced && this.#size >= this.#announced * EARNEST;
    if (this.#whole === undefined && isEarnest) this.#gather(this.#announced);
    if (this.#whole === undefined) {
      this.#chunks.push(kept(chunk));
      return true;
    }
    this.#whole.set(chunk, before);
    giveBack([chunk]);
    return true;
  }

  end(done: (error: LatchkeyError | null, received: Received) => void): void {
    if (this.#chunks.length > 1) this.#gather(this.#size);
    const bytes = this.#whole?.subarray(0, this.#size) ?? apart(this.#chunks[0] ?? EMPTY);
    this.discard();
    if (this.#codings.length === 0) done(null, { body: bytes });
    else decodeWhole(this.#codings, bytes, this.#limit, this.#described, (error, body) => done(error, { body }));
  }

  discard(): void {
    this.#chunks = [];
    this.#whole = undefined;
  }

  /** What is there goes into one piece of memory, with room for the rest. */
  #gather(size: number): void {
    // Buffer.concat would fill the rest with zeros first.
    const whole = Buffer.allocUnsafeSlow(size);
    let end = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, end);
      end += chunk.length;
    }
    giveBack(this.#chunks);
    this.#chunks = [];
    this.#whole = whole;
  }
}
