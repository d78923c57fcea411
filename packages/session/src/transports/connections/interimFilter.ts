const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
const CONTINUE = /^.{9}100/;
const STATUS_LINE_LENGTH = 13;
/** Of a head. */
const END = "\r\n\r\n";
/** Where the last digit of the status is. */
const LAST_DIGIT = 11;

/**
 * Passes `100 Continue` off as `102 Processing`: servers may send it unasked, and among others (RFC 9110 §15.2), and undici
 * gives up on it. So it is counted like all interim responses. `101` stays what it is.
 */
export class InterimFilter {
  #held: Buffer | undefined;
  #armed = false;
  /** What comes next belongs to the head of an interim response. */
  #isInHead = false;

  /** Whether a final response is still to begin. */
  get isArmed(): boolean {
    return this.#armed;
  }

  /** A request is about to be written: a response follows. */
  arm(): void {
    this.#armed = true;
  }

  /** The chunk as undici may see it; `null` when nothing of it can be read yet. Changes the chunk itself. */
  pass(chunk: Buffer | null): Buffer | null {
    if (!this.#armed || chunk === null) return chunk;
    const all = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (let at = 0; ; ) {
      if (!this.#isInHead) {
        const start = all.toString("latin1", at, at + STATUS_LINE_LENGTH);
        if (start.length < STATUS_LINE_LENGTH && "HTTP/1.".startsWith(start.slice(0, 7))) return this.#hold(all, at);
        if (!INTERIM.test(start)) break;
        if (CONTINUE.test(start)) all[at + LAST_DIGIT] = "2".charCodeAt(0);
        this.#isInHead = true;
      }
      const end = all.indexOf(END, at);
      if (end < 0) return this.#hold(all, Math.max(at, all.length - END.length + 1));
      this.#isInHead = false;
      at = end + END.length;
    }
    this.#armed = false;
    return all;
  }

  /** Keeps what begins there until there is more of it. */
  #hold(all: Buffer, at: number): Buffer | null {
    if (at < all.length) this.#held = all.subarray(at);
    return at === 0 ? null : all.subarray(0, at);
  }
}
