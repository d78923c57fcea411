import { Queue } from "../../flow/queue.ts";
import type { ClientChoice } from "../clients/clientChoice.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import { Dialer } from "./dial.ts";
import { HeaderList } from "./headerList.ts";
import { IdleLanes } from "./idleLanes.ts";
import { type Job, Lane } from "./lane.ts";
import type { ProxyServer } from "./proxyTunnel.ts";
import { RestingLanes } from "./restingLanes.ts";

/**
 * The connections to one origin. Undici's own pool can neither bound the idle ones nor forget a request that waits, and
 * loses sight of a connection that failed once; hence this one, over undici's single connections.
 */
export class ConnectionPool {
  readonly headerList: HeaderList = new HeaderList();
  readonly #make: () => Lane;
  readonly #freed: () => void;
  readonly #settings: ConnectionSettings;
  /** All lanes: connecting, busy or idle. */
  readonly #lanes = new Set<Lane>();
  /** Those no longer used, whose connection is not quite gone. */
  readonly #ending = new Set<Lane>();
  readonly #idle: IdleLanes;
  readonly #resting = new RestingLanes((lane, job) => this.#rested(lane, job));
  readonly #waiting = new Queue<Job>();
  /** Connections at once: fewer than the settings allow while the system does not give as many. */
  #most: number;
  #closed = false;
  /** Whether the server is not known to close connections without saying so. */
  #isTrusted = true;
  readonly #emptied: (() => void)[] = [];

  /** @param freed - told when a connection is gone, and the system has its socket back */
  constructor(
    choose: ClientChoice,
    origin: string,
    settings: ConnectionSettings,
    proxy: ProxyServer | undefined,
    freed: () => void,
  ) {
    this.#freed = freed;
    const dialer = new Dialer(settings, proxy);
    this.#settings = settings;
    this.#most = settings.maxConnections;
    this.#idle = new IdleLanes(settings.maxKeepAlive, (lane) => this.#drop(lane));
    this.#make = () => new Lane(choose, origin, settings, dialer, (lane) => this.#lost(lane));
  }

  /** Sends a job on an idle connection, or a new one, or the first that becomes free. */
  submit(job: Job): void {
    const lane = this.#idle.take();
    if (lane !== undefined) this.#run(lane, job);
    else if (this.#lanes.size < this.#most) this.#open(job);
    else job.queued(this.#waiting.add(job));
  }

  /** Connections that are made, used or ended: what they hold, the system gets back. */
  get busy(): number {
    return this.#lanes.size - this.#idle.size + this.#ending.size;
  }

  /** The system gives no more sockets or files: half of the connections must do, none are kept, until nobody waits. */
  halve(): void {
    for (const lane of this.#idle.takeAll()) this.#drop(lane);
    const { size } = this.#lanes;
    this.#most = size === 0 ? 0 : Math.max(1, size >> 1);
  }

  /** Something was given back to the system: one job may try again, even where there is no connection to wait for. */
  wake(): void {
    this.#most = this.#waiting.size === 0 ? this.#settings.maxConnections : Math.max(1, this.#most);
    const next = this.#lanes.size < this.#most ? this.#waiting.take() : undefined;
    if (next !== undefined) this.#open(next);
  }

  /** Takes back a job that has no lane yet. */
  withdraw(place: number, job: Job): void {
    this.#waiting.remove(place, job);
  }

  /**
   * The job of that lane is over.
   *
   * @param isShort - for want of a socket: another would fail in this very turn, and the turn would never end
   */
  release(lane: Lane, isShort: boolean): void {
    if (!lane.connected || this.#lanes.size > this.#most) this.#drop(lane);
    const stands = this.#lanes.has(lane);
    const next = stands || (!isShort && this.#lanes.size < this.#most) ? this.#waiting.take() : undefined;
    if (!stands) {
      if (next !== undefined) this.#open(next);
    } else if (next !== undefined) {
      this.#run(lane, next);
    } else if (this.#closed) {
      this.#drop(lane);
    } else {
      this.#idle.put(lane);
    }
  }

  /** The server has closed a connection without saying so. */
  distrust(): void {
    this.#isTrusted = false;
  }

  /** Ends idle connections; resolves when the busy ones have ended too. */
  close(): Promise<void> {
    this.#closed = true;
    for (const lane of this.#idle.takeAll()) this.#drop(lane);
    return new Promise((resolve) => {
      this.#emptied.push(resolve);
      this.#tellIfEmpty();
    });
  }

  #run(lane: Lane, job: Job): void {
    if (this.#isTrusted && job.idempotent) lane.run(job);
    else this.#resting.put(lane, job);
  }

  #rested(lane: Lane, job: Job): void {
    if (lane.connected && !job.over) {
      lane.run(job);
      return;
    }
    this.release(lane, false);
    if (!job.over) this.submit(job);
  }

  #open(job: Job): void {
    const lane = this.#make();
    this.#lanes.add(lane);
    lane.run(job);
  }

  /** The lane is not used again. */
  #drop(lane: Lane): void {
    this.#lanes.delete(lane);
    if (lane.open) this.#ending.add(lane);
    // Even without a connection: after an abort undici would make another, for nobody.
    lane.destroy();
    this.#tellIfEmpty();
  }

  /** The connection of a lane is gone. A busy one hears of it by its job. */
  #lost(lane: Lane): void {
    this.#ending.delete(lane);
    if (this.#idle.remove(lane)) this.#lanes.delete(lane);
    this.#tellIfEmpty();
    this.#freed();
  }

  #tellIfEmpty(): void {
    if (this.#lanes.size > 0 || this.#ending.size > 0) return;
    for (const resolve of this.#emptied.splice(0)) resolve();
  }
}
