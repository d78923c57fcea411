import { TransportError } from "../errors/transportError.ts";
import { type Flow, wait } from "../flow/flow.ts";
import { Queue } from "../flow/queue.ts";
import { Signal } from "../flow/signal.ts";
import type { Call } from "../message/call.ts";

const TOO_LATE = "The time of this call ended while the server asked its batch to wait.";

/** Raised with a ticket it says that its owner may go, without one that it is to look at the clock. */
class Turn extends Signal {
  ticket = 0;
}

/**
 * How many requests of batches and pages go at once. What a server asks one of them to wait, all of them do. Then one goes;
 * with each that passes one more may, up to as many as passed before, and from there it begins with one again. Were all to
 * go at once, most would be told again, until their attempts are spent. Those that were told go first.
 */
export class Pace {
  readonly #max: number;
  /** Nobody goes before. */
  #until = 0;
  /** Since somebody was told: how many are under way and how many have passed; and how many had passed before. */
  #underWay = 0;
  #passed = 0;
  #expected = -Infinity;
  /** What was given a ticket before somebody was told counts no more. */
  #ticket = 1;
  /** Those that wait, by how often each was sent again. */
  readonly #waiting: (Queue<Turn> | undefined)[] = [];
  #isWatched = false;

  /** @param max - as many at once as nobody has to hold back */
  constructor(max: number) {
    this.#max = max;
  }

  /** A ticket for one that goes at once; 0 where it has to {@link wait}. */
  enter(): number {
    if (!this.#isOpen) return 0;
    this.#underWay += 1;
    return this.#ticket;
  }

  /** Whether nobody was told since that ticket was given. */
  holds(ticket: number): boolean {
    return ticket === this.#ticket;
  }

  /** One was answered or has failed, and was not told to wait. */
  passed(ticket: number, call: Call): void {
    if (this.holds(ticket)) {
      this.#passed += 1;
      this.leave(ticket, call);
    } else if (this.holds(ticket + 1)) {
      // It went with those that were told.
      this.#expected += 1;
    }
  }

  /** One will not be sent. */
  leave(ticket: number, call: Call): void {
    if (!this.holds(ticket)) {
      // It may have been told to look at the clock meanwhile.
      this.#callWatch();
      return;
    }
    this.#underWay -= 1;
    this.#admit(call);
  }

  /** One was told to wait. */
  told(ticket: number, until: number): void {
    this.#until = Math.max(this.#until, until);
    if (this.holds(ticket)) {
      this.#ticket += 1;
      this.#expected = this.#passed;
      this.#passed = 0;
      this.#underWay = 0;
    }
    this.#callWatch();
  }

  /**
   * Until that call may go, with its ticket.
   *
   * @throws TransportError (`timeout`) when the caller's deadline comes before
   */
  *wait(call: Call): Flow<number> {
    const { deadlineAt, retries, settings } = call;
    const begunAt = settings.clock.now();
    this.#waiting[retries] ??= new Queue();
    const waiting = this.#waiting[retries];
    let turn = new Turn();
    let place = waiting.add(turn);
    let goes = false;
    try {
      for (;;) {
        this.#admit(call);
        goes = turn.ticket > 0;
        if (goes) return turn.ticket;
        if (settings.clock.now() >= deadlineAt) throw new TransportError("timeout", TOO_LATE);
        if (turn.raised) {
          turn = new Turn();
          place = waiting.add(turn);
        }
        yield* this.#look(turn, call);
      }
    } finally {
      const waited = settings.clock.now() - begunAt;
      call.waited("queue", waited);
      call.extend(waited);
      if (!goes) {
        if (!waiting.remove(place, turn)) this.leave(turn.ticket, call);
        this.#callWatch();
      }
    }
  }

  /** Until its turn comes. One of those that wait looks at the clock, for all. */
  *#look(turn: Turn, { deadlineAt, settings }: Call): Flow<void> {
    if (this.#isWatched || settings.clock.now() >= this.#until) {
      yield* wait(turn, deadlineAt);
      return;
    }
    this.#isWatched = true;
    try {
      yield* wait(turn, Math.min(this.#until, deadlineAt));
    } finally {
      this.#isWatched = false;
    }
  }

  /** Somebody has to look at the clock. */
  #callWatch(): void {
    if (!this.#isWatched) this.#next()?.raise();
  }

  /** Gives tickets to as many as may go now. */
  #admit({ settings }: Call): void {
    if (settings.clock.now() < this.#until) return;
    while (this.#hasRoom()) {
      const turn = this.#next();
      if (turn === undefined) return;
      this.#underWay += 1;
      turn.ticket = this.#ticket;
      turn.raise();
    }
  }

  /** Whether nobody is held back: none was told, or so many have passed since then that all may go. */
  get #isOpen(): boolean {
    return this.#passed - this.#expected > this.#max;
  }

  #hasRoom(): boolean {
    if (this.#underWay === 0 || this.#isOpen) return true;
    const beyond = this.#passed - this.#expected;
    return this.#underWay < (beyond < 0 ? Math.min(this.#passed, -beyond, this.#max) : beyond);
  }

  /** Whoever was sent again most often has the fewest attempts left. */
  #next(): Turn | undefined {
    for (let retries = this.#waiting.length - 1; retries >= 0; retries -= 1) {
      const turn = this.#waiting[retries]?.take();
      if (turn !== undefined) return turn;
    }
    return undefined;
  }
}
