import type { OnReadOpts, Socket } from "node:net";
import { systemErrorCode } from "../../errors/systemErrorCode.ts";
import { isNode } from "../clients/isNode.ts";
import { InterimFilter } from "./interimFilter.ts";
import { copied, lentMemory } from "./lentMemory.ts";

/** In bytes: what begins with a longer head is copied. */
const HEAD = 2_048;
/** Where a head says the status. */
const STATUS = "HTTP/1.1 ".length;

/**
 * A connection. What it receives is lent to the client's parser where it lies: the stream in between would take memory of its
 * own for each chunk, which is the collector's until it notices.
 */
export class Connection {
  readonly socket: Socket;
  readonly #filter = new InterimFilter();
  /** Whether the client asks for what came, as undici's does: it is told by `readable`. */
  #isAsked = false;
  #isInBody = false;
  /** Undici is told of nothing, and nothing more is read. Its own way to pause can crash the process. */
  #isHeld = false;
  /** What came, until it is read. */
  #piece: Buffer | null = null;

  /** @param open - makes the socket; one that is not made with `onread` is read as a stream */
  constructor(open: (onread: OnReadOpts | undefined) => Socket) {
    this.socket = open(LENDS ? { buffer: lentMemory, callback: (size) => this.#received(size) } : undefined);
    hearOut(this.socket);
    const read = this.socket.read.bind(this.socket);
    this.socket.read = (size?: number): Buffer | null => {
      const piece = this.#piece;
      if (this.#isHeld) return null;
      if (piece === null) return this.#filter.pass(read(size));
      this.#piece = null;
      return piece;
    };
  }

  /** A request is about to be written by undici: a response follows. */
  expect(): void {
    this.#filter.arm();
    this.#isAsked = true;
    this.#isInBody = false;
  }

  /** The head of the response is complete, and says how long the body is. */
  measured(): void {
    this.#isInBody = true;
  }

  /** Leaves what comes with the system, until {@link resume}. */
  hold(): void {
    this.#isHeld = true;
  }

  resume(): void {
    this.#isHeld = false;
    this.socket.emit("readable");
  }

  /** Whether more may come. */
  #received(size: number): boolean {
    const chunk = lentMemory.subarray(0, size);
    // Node's parser copies what it keeps.
    if (!this.#isAsked) return this.socket.emit("data", chunk) || this.socket.push(copied(chunk));
    // Undici's keeps pieces of a head, and of the fields after a body in chunks, until it has all of them.
    const isLent = this.#isInBody || (this.#filter.isArmed && isWhole(chunk));
    this.#piece = this.#filter.pass(isLent ? chunk : copied(chunk));
    if (this.#piece === null) return true;
    this.socket.emit("readable");
    const left = this.#piece;
    this.#piece = null;
    return (left === null || this.socket.push(copied(left))) && !this.#isHeld;
  }
}

/**
 * A server that refuses an upload answers and closes, and the next write finds the connection gone. The answer may still lie
 * there to be read, so that write is left to itself: what is read decides, an answer or the end.
 */
function hearOut(socket: Socket): void {
  const write = socket._write.bind(socket);
  const writev = socket._writev?.bind(socket);
  const heard = (done: Written) => (error?: Error | null) => {
    if (!GONE.has(systemErrorCode(error) ?? "")) done(error);
  };
  socket._write = (chunk, encoding, done) => write(chunk, encoding, heard(done));
  if (writev !== undefined) socket._writev = (chunks, done) => writev(chunks, heard(done));
}

type Written = (error?: Error | null) => void;

/** Codes of writes to a connection that the other side has closed. */
const GONE: ReadonlySet<string> = new Set(["EPIPE", "ECONNRESET"]);

/** Whether a chunk begins a final response and holds all of its head, and the body is not in chunks. */
function isWhole(chunk: Buffer): boolean {
  const start = chunk.toString("latin1", 0, HEAD);
  const end = start.indexOf("\r\n\r\n");
  return end > 0 && start.startsWith("HTTP/1.") && start[STATUS] !== "1" && !/chunked/i.test(start.slice(0, end));
}

// On Windows a connection's memory may be written to while others use it.
const LENDS = isNode && process.platform !== "win32";
