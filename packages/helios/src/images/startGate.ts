import { StatusError, TransportError } from "@latchkey/session";

/** So many files in a row that could not be written mean that no other can. */
const DISK_ERRORS = 3;
/** In ms: a server that asks to wait for longer is not asked again in this batch. */
const LONGEST_WAIT = 60_000;
/** Answers whose Retry-After is for every request, and not for the one image alone: a rate limit, and maintenance. */
const WAITS: ReadonlySet<number> = new Set([429, 503]);

/** Closes when going on makes no sense: what has begun goes on, the rest is not started and says why. */
export class StartGate {
  #diskErrors = 0;
  #closed: Error | undefined;

  /** @throws the reason, when it is closed */
  pass(): void {
    if (this.#closed !== undefined) throw this.#closed;
  }

  wrote(): void {
    this.#diskErrors = 0;
  }

  failed(error: unknown): void {
    if (error instanceof TransportError && error.code === "disk") {
      this.#diskErrors += 1;
      if (this.#diskErrors >= DISK_ERRORS) {
        const message = `Not started: ${DISK_ERRORS} images in a row could not be written. ${error.message}`;
        this.#closed ??= new TransportError("disk", message, { hint: error.hint });
      }
    }
    if (error instanceof StatusError && WAITS.has(error.status) && (error.retryAfter ?? 0) > LONGEST_WAIT) {
      const { message, status, problem, retryAfter, response, hint, method, url, cid } = error;
      const told = { status, problem, retryAfter, response, hint, method, url, cid };
      this.#closed ??= new StatusError(`Not started, because of: ${message}`, told);
    }
  }
}
