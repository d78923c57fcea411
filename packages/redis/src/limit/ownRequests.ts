import type { Rate } from "./rate.ts";

/** Windows are counted a twentieth longer than they are, as Redis counts them: see turn.ts. */
const STRETCH = 1.05;

/** What this host began, and when: monotonic times, in ms. No more of them than the limit allows in a window are kept. */
export class OwnRequests {
  readonly #rate: Rate;
  readonly #times: number[] = [];

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  add(now: number): void {
    this.#times.push(now);
    if (this.#times.length >= 2 * this.#rate.limit) this.#times.splice(0, this.#times.length - this.#rate.limit);
  }

  /** Whether a host that may do so much alone may begin one more. */
  free(now: number, { limit, window }: Rate): boolean {
    const time = this.#times.at(-limit);
    return this.#times.length < limit || time === undefined || time <= now - window * STRETCH;
  }

  /** How many were begun after a moment and still count. */
  since(moment: number, now: number): number {
    const from = Math.max(moment, now - this.#rate.window * STRETCH);
    return this.#times.length - 1 - this.#times.findLastIndex((time) => time < from);
  }
}

/** What one of so many hosts may do alone; where that is less than one request per window, the window is the longer. */
export function shareOf({ limit, window }: Rate, hosts: number): Rate {
  return { limit: Math.max(1, Math.floor(limit / hosts)), window: window * Math.max(1, hosts / limit) };
}
