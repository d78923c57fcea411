import type { Clock } from "../driver/transport.ts";
import { CallTrace } from "./callTrace.ts";

/** What the calls of one batch share. */
export interface SharedByBatch {
  /** Why those that have not begun are not sent. */
  ended: Error | undefined;
}

/** What decides how long one call may take, and how often it may be tried. */
export interface CallSettings {
  readonly cid: string;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** ms for the whole call once it has left the queue; idle time when the body streams. */
  readonly timeout: number;
  /** ms for everything, queue included. */
  readonly deadline: number;
  /** The body goes to or comes from a file or stream: `timeout` then means idle time. */
  readonly streams: boolean;
  /** A `Retry-After` may be waited for beyond the time-out: for batches and pages, where all of it must be done. */
  readonly patient: boolean;
  /** What it shares with the others of its batch, where it is one of a batch. */
  readonly batch: SharedByBatch | undefined;
  /** The body limit, in decoded bytes. */
  readonly maxBytes: number;
}

/** One call of the user's: the clock, the attempts and the identity that all its hops, retries and refreshes share. */
export class Call extends CallTrace {
  readonly settings: CallSettings;
  readonly begun: number;
  /** How many of them were retries: one budget for the call and for the token requests that it needs. */
  retries = 0;
  /** Its request went as far as to the transport, once at least. */
  hadSlot = false;
  #left: number | undefined;

  constructor(settings: CallSettings) {
    super();
    this.settings = settings;
    this.begun = settings.clock.now();
  }

  /** When it first left the queue. */
  get left(): number | undefined {
    return this.#left;
  }

  /** The time-out starts when the call first leaves the queue, not before. */
  leaveQueue(at: number = this.settings.clock.now()): void {
    this.#left ??= at;
  }

  /** Moves the end of the time-out: what the server asked to wait does not count. */
  extend(ms: number): void {
    if (this.#left !== undefined) this.#left += ms;
  }

  /** When the caller's deadline ends everything. */
  get deadlineAt(): number {
    return this.begun + this.settings.deadline;
  }

  /** When this call must be over, as far as is known now. */
  get until(): number {
    const { streams, timeout } = this.settings;
    if (streams || this.#left === undefined) return this.deadlineAt;
    return Math.min(this.deadlineAt, this.#left + timeout);
  }

  get elapsed(): number {
    return this.settings.clock.now() - this.begun;
  }
}
