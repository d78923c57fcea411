import type { Request } from "../message/request.ts";

/**
 * What a server asked one request of a batch, or for one page, to wait: those that have not begun would be told the same,
 * and wait instead. A call on its own is sent all the same, and its caller told at once.
 */
export class Pause {
  #until = 0;

  /** Nothing of a batch begins before. */
  extend(until: number): void {
    this.#until = Math.max(this.#until, until);
  }

  /** How long that request is held back; `undefined` where it may go. */
  untilFor({ call, purpose }: Request): number | undefined {
    if (this.#until === 0 || purpose !== undefined || call.attempts > 0) return undefined;
    const { patient, clock } = call.settings;
    return patient && clock.now() < this.#until ? this.#until : undefined;
  }
}
