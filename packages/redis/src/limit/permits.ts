import type { StoreWarning } from "@latchkey/session";
import type { RedisLink } from "../client/redisLink.ts";
import { OwnRequests, shareOf } from "./ownRequests.ts";
import { HOST_LIFE, PARTS, type Place, type Turn, takeTurn } from "./turn.ts";

/** Between two questions when the first brought nothing and said nothing better, in ms. */
const POLL = 50;
/** Nobody waits for longer without asking again, in ms: others may have gone, or been told to pause. */
const LONGEST = 1_000;
/** The most permits that are taken ahead of need. */
const MOST_AHEAD = 200;

export interface PermitsOptions {
  readonly link: RedisLink;
  readonly place: Place;
  /** How many hosts share the limit while Redis has not said. */
  readonly hosts: number;
  readonly warn: StoreWarning;
}

/** Somebody who waits for a permit. */
export interface Waiter {
  /** Lets them begin. */
  readonly admit: () => void;
}

/**
 * This host's part of a limit that is kept in Redis. Permits are taken in blocks: as many as wait, and as many more as
 * were used of the last block; they are good for a sixtieth of the window. Without Redis the host counts for itself,
 * within its share of the limit, and what it began then is settled when Redis is back.
 */
export class Permits {
  readonly #options: PermitsOptions;
  readonly #own: OwnRequests;
  readonly #queue: Set<Waiter> = new Set();
  #hosts: number;
  #permits = 0;
  #goodUntil: number = -Infinity;
  #usedOfBlock = 0;
  #pausedUntil: number = -Infinity;
  /** What Redis has yet to be told of a pause, in ms. */
  #rest = 0;
  #busy = 0;
  #held = 0;
  /** Since when Redis is away. */
  #awaySince: number | undefined;
  #wait = 0;
  #asking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PermitsOptions) {
    this.#options = options;
    this.#own = new OwnRequests(options.place);
    this.#hosts = options.hosts;
  }

  /** Puts somebody at the end of the queue. */
  join(waiter: Waiter): void {
    this.#queue.add(waiter);
    this.#admitOrAsk();
  }

  /** Somebody waits no longer; `false` when they were admitted before. */
  leave(waiter: Waiter): boolean {
    return this.#queue.delete(waiter);
  }

  /** A request that was admitted is over. */
  done(): void {
    this.#busy -= 1;
    this.#admitOrAsk();
    // Others may be waiting for the slot.
    if (this.#options.place.concurrency > 0 && this.#queue.size === 0) this.#askIn(POLL, false);
  }

  /** The server asked all to be left alone for so long, in ms. */
  pause(ms: number): void {
    this.#rest = Math.max(this.#rest, ms);
    this.#stopUntil(performance.now() + ms);
    void this.#ask();
  }

  #stopUntil(moment: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, moment);
    this.#permits = 0;
  }

  #admitOrAsk(): void {
    this.#admit();
    if (this.#queue.size > 0 && this.#timer?.hasRef() !== true) void this.#ask();
  }

  #admit(): void {
    const now = performance.now();
    for (const waiter of this.#queue) {
      if (now < this.#pausedUntil || !this.#takeOne(now)) return;
      this.#queue.delete(waiter);
      waiter.admit();
    }
  }

  #takeOne(now: number): boolean {
    const { place } = this.#options;
    const away = this.#awaySince !== undefined;
    const slots = away ? Math.max(1, Math.floor(place.concurrency / this.#hosts)) : this.#held;
    if (place.concurrency > 0 && this.#busy >= slots) return false;
    if (away) {
      if (!this.#own.free(now, shareOf(place, this.#hosts))) return false;
    } else {
      if (this.#permits === 0 || now >= this.#goodUntil) return false;
      this.#permits -= 1;
      this.#usedOfBlock += 1;
    }
    this.#own.add(now);
    this.#busy += 1;
    return true;
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const began = performance.now();
    const told = this.#rest;
    try {
      const turn = await this.#turn(began);
      if (this.#rest === told) this.#rest = 0;
      this.#heard(turn, began);
    } catch (error) {
      this.#lost(error, began);
    }
    this.#asking = false;
    const before = this.#busy;
    this.#admit();
    this.#plan(this.#busy > before);
  }

  #turn(now: number): Promise<Turn> {
    const { link, place } = this.#options;
    if (now >= this.#goodUntil) this.#permits = 0;
    const waiting = this.#queue.size;
    const ahead = Math.min(this.#usedOfBlock, MOST_AHEAD);
    const want = waiting === 0 || now < this.#pausedUntil ? 0 : Math.max(0, waiting + ahead - this.#permits);
    const debt = this.#awaySince === undefined ? 0 : this.#own.since(this.#awaySince, now);
    const target = Math.min(place.concurrency, this.#busy + waiting);
    return takeTurn(link, place, { want, debt, target, busy: this.#busy, rest: this.#rest });
  }

  #heard({ granted, wait, held, hosts, paused }: Turn, began: number): void {
    this.#awaySince = undefined;
    this.#hosts = hosts;
    this.#held = held;
    this.#wait = wait;
    if (granted > 0) {
      // What is left of an older block ends when it did.
      this.#permits = began < this.#goodUntil ? this.#permits + granted : granted;
      this.#goodUntil = began + this.#options.place.window / PARTS;
      this.#usedOfBlock = 0;
    }
    if (paused > 0) this.#stopUntil(performance.now() + paused);
  }

  #lost(error: unknown, began: number): void {
    this.#wait = 0;
    this.#permits = 0;
    if (this.#awaySince !== undefined) return;
    this.#awaySince = began;
    const why = error instanceof Error ? error.message : "Redis failed.";
    const { limit, window } = shareOf(this.#options.place, this.#hosts);
    const share = `${limit} ${limit === 1 ? "request" : "requests"} in ${window / 1000} s`;
    this.#options.warn(new Error(`${why} Until it is back this host keeps to its share of the limit: ${share}.`));
  }

  /** When to ask again. */
  #plan(admitted: boolean): void {
    const { concurrency } = this.#options.place;
    if (this.#queue.size > 0) {
      const soon = admitted && this.#awaySince === undefined ? 0 : POLL * (0.5 + Math.random());
      this.#askIn(Math.min(LONGEST, Math.max(soon, this.#wait)), true);
    } else if (concurrency > 0 && this.#busy > 0) {
      this.#askIn(HOST_LIFE / 3, false);
    }
  }

  /** Only somebody who waits keeps the process alive. */
  #askIn(ms: number, waitedFor: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), ms);
    if (!waitedFor) this.#timer.unref();
  }
}
