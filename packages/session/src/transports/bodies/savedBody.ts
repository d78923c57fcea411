import { LatchkeyError } from "../../errors/latchkeyError.ts";
import { TransportError } from "../../errors/transportError.ts";
import type { SaveTarget } from "../../message/request.ts";
import { diskFailure } from "../failures/diskFailure.ts";
import type { DiskQueue } from "../files/diskQueue.ts";
import { GrowingFile } from "../files/growingFile.ts";
import { publishFile, requireFree } from "../files/publishFile.ts";
import { type Coding, type CodingSink, CodingStream, type Described, decodeFailure } from "./contentCoding.ts";
import type { BodyOwner, BodySink, Received } from "./memoryBody.ts";

export interface SavedBodyOptions {
  readonly target: SaveTarget;
  readonly codings: readonly Coding[];
  /** Decoded bytes beyond which a coding is watched: see {@link EXPANSION}. */
  readonly limit: number;
  /** The end of the body can be told from a cut. */
  readonly framed: boolean;
  /** What may wait to be written. */
  readonly diskQueue: DiskQueue;
  readonly described: Described;
  /** Hears of what no call of `write` or `end` is there to tell. */
  readonly owner: BodyOwner;
}

/** What a decoder may make of each byte that came, once the body is beyond its limit: more is a bomb, not a file. */
const EXPANSION = 100;

/** Writes a body to a file, which gets its name when it is complete. Its size is the disk's concern, but for bombs. */
export class SavedBody implements BodySink {
  readonly #options: SavedBodyOptions;
  readonly #file: GrowingFile;
  readonly #streams: CodingStream[] = [];
  readonly #first: CodingSink;
  #wire = 0;
  #size = 0;
  #done: ((error: LatchkeyError | null, received: Received) => void) | undefined;

  /** @throws TransportError when the file cannot be created, or what is there must stay */
  constructor(options: SavedBodyOptions) {
    this.#options = options;
    const { target, codings, diskQueue, owner } = options;
    try {
      requireFree(target);
      this.#file = new GrowingFile(target.file, diskQueue, (error) => owner.fail(this.#disk(error)));
    } catch (error) {
      throw error instanceof LatchkeyError ? error : this.#disk(error);
    }
    let sink: CodingSink = {
      write: (chunk) => this.#grow(chunk),
      end: () => this.#complete(),
      fail: (error) => owner.fail(decodeFailure(error, options.limit, this.#wire, options.described)),
    };
    // Built from the file backwards, so that the first coding to undo comes first.
    for (const coding of codings.toReversed()) {
      const before = this.#streams.length + 1;
      const stream = new CodingStream(coding, sink, () => this.#drained(before));
      this.#streams.push(stream);
      sink = stream;
    }
    this.#first = sink;
  }

  write(chunk: Uint8Array): boolean {
    this.#wire += chunk.length;
    return this.#first.write(chunk);
  }

  end(done: (error: LatchkeyError | null, received: Received) => void): void {
    this.#done = done;
    this.#first.end();
  }

  discard(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#file.discard();
  }

  /** Whoever brings chunks may go on: the decoder before, or who owns the body. */
  #drained(before: number): void {
    const stream = this.#streams[before];
    if (stream === undefined) this.#options.owner.drained();
    else stream.resume();
  }

  #grow(chunk: Uint8Array): boolean {
    const { limit, owner, codings } = this.#options;
    this.#size += chunk.length;
    const bomb = codings.length > 0 && this.#size > limit && this.#size > EXPANSION * this.#wire;
    try {
      if (bomb) throw blownUp(limit);
      this.#file.write(chunk);
    } catch (error) {
      const failure = bomb ? blownUp(limit) : this.#disk(error);
      // A decoder's callback is no place to throw.
      if (codings.length === 0) throw failure;
      owner.fail(failure);
    }
    return true;
  }

  #complete(): void {
    const { target, framed, codings } = this.#options;
    const settle = (error: unknown): void => {
      // A decoder knows the end of its body, if it saw any of it.
      const verified = framed || (codings.length > 0 && this.#wire > 0);
      const saved = { file: target.file, bytes: this.#size, verified };
      this.#done?.(error ? this.#disk(error) : null, { body: new Uint8Array(), saved });
    };
    this.#file.end((error) => {
      if (error) settle(error);
      else publishFile(this.#file.temporary, target, this.#file.steps, settle);
    });
  }

  #disk(error: unknown): LatchkeyError {
    return diskFailure(error, "write", this.#options.target.file, true);
  }
}

function blownUp(limit: number): TransportError {
  const message = `The body is larger than ${limit} bytes, and grew to more than ${EXPANSION} times its size when it was decoded.`;
  return new TransportError("too-large", message, { sent: true, hint: "Raise limits.maxBytes if you expect that." });
}
