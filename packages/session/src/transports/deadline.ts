/** The longest delay that timers take: a longer one would fire at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Calls `expire` once, when `until` has come on this thread's monotonic clock, or after `idle` ms without progress. One plain
 * timer, set again only when it rings; it holds the process until stopped.
 */
export class Deadline {
  readonly #until: number;
  readonly #idle: number;
  readonly #expire: (silent: boolean) => void;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(until: number, idle: number, expire: (silent: boolean) => void) {
    this.#until = until;
    this.#idle = idle;
    this.#expire = expire;
  }

  start(): void {
    this.#last = performance.now();
    this.#arm();
  }

  /** Bytes moved. */
  progress(): void {
    if (this.#idle !== Infinity) this.#last = performance.now();
  }

  /** In ms, from now. */
  get left(): number {
    return Math.min(this.#until, this.#last + this.#idle) - performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    const { left } = this;
    if (left === Infinity) return;
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.max(0, Math.ceil(left)), LONGEST_TIMER));
  }

  #ring(): void {
    const now = performance.now();
    // Timers may ring a little early, and progress may have moved the end.
    if (now >= this.#until) this.#expire(false);
    else if (now >= this.#last + this.#idle) this.#expire(true);
    else this.#arm();
  }
}
