import { TransportError } from "@latchkey/session";

/** So many files in a row that could not be written mean that no other can. */
const MOST = 3;

/** Closes when the disk takes nothing: what has begun goes on, the rest is not started and says why. */
export class StartGate {
  #errors = 0;
  #closed: Error | undefined;

  /** @throws the reason, when it is closed */
  pass(): void {
    if (this.#closed !== undefined) throw this.#closed;
  }

  wrote(): void {
    this.#errors = 0;
  }

  failed(error: unknown): void {
    if (!(error instanceof TransportError) || error.code !== "disk") return;
    this.#errors += 1;
    if (this.#errors < MOST) return;
    const message = `Not started: ${MOST} images in a row could not be written. ${error.message}`;
    this.#closed ??= new TransportError("disk", message, { hint: error.hint });
  }
}
