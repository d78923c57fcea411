/**
 * How many bytes may wait for the disk, whichever files they go to: what waits is held in memory, so the number of files
 * that are written at once must not count.
 */
export class DiskQueue {
  readonly #limit: number;
  #waiting = 0;

  /** @param limit - bytes; with 0 nothing waits, and writes hold the thread: right where it does nothing else */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether anything may wait. */
  get exists(): boolean {
    return this.#limit > 0;
  }

  /** Whether so many bytes may wait; then they count until {@link leave}. */
  admit(bytes: number): boolean {
    if (this.#waiting + bytes > this.#limit) return false;
    this.#waiting += bytes;
    return true;
  }

  leave(bytes: number): void {
    this.#waiting -= bytes;
  }
}
