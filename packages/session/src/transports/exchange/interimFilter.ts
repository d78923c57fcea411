const STATUS_LINE = /^HTTP\/1\.[01] 100[ \r]/;
const STATUS_LINE_LENGTH = 13;

/**
 * Drops `100 Continue` from the front of a response: servers may send it unasked (RFC 9110 §15.2), and undici gives up
 * on it. All other interim responses pass.
 */
export class InterimFilter {
  #held: Buffer | undefined;
  #armed = false;

  /** Whether a final response is still to begin. */
  get isArmed(): boolean {
    return this.#armed;
  }

  /** A request is about to be written: a response follows. */
  arm(): void {
    this.#armed = true;
  }

  /** The chunk without what is to be dropped; `null` when nothing of it is left to read now. */
  pass(chunk: Buffer | null): Buffer | null {
    if (!this.#armed || chunk === null) return chunk;
    let rest = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (;;) {
      const start = rest.toString("latin1", 0, STATUS_LINE_LENGTH);
      if (start.length < STATUS_LINE_LENGTH && "HTTP/1.".startsWith(start.slice(0, 7))) return this.#hold(rest);
      if (!STATUS_LINE.test(start)) break;
      const end = rest.indexOf("\r\n\r\n");
      // A head that does not end is the parser's to refuse.
      if (end < 0 && rest.length < 16_384) return this.#hold(rest);
      if (end < 0) break;
      rest = rest.subarray(end + 4);
      if (rest.length === 0) return null;
    }
    this.#armed = false;
    return rest;
  }

  #hold(rest: Buffer): null {
    this.#held = rest;
    return null;
  }
}
