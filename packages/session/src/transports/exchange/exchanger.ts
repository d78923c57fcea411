import type { Cancel, Done } from "../../driver/transport.ts";
import { TransportError } from "../../errors/transportError.ts";
import { Slots } from "../../flow/slots.ts";
import type { Reply } from "../../message/reply.ts";
import { type ClientChoice, type ClientName, chooseClient } from "../clients/clientChoice.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import { ConnectionPool } from "../connections/connectionPool.ts";
import { type ProxyServer, parseProxy } from "../connections/proxyTunnel.ts";
import { closedUnderWay } from "../failures/exchangeFailure.ts";
import { isShortage } from "../failures/shortage.ts";
import { DiskQueue } from "../files/diskQueue.ts";
import { Exchange } from "./exchange.ts";
import type { Order } from "./order.ts";

/** Bytes that may wait for the disk. */
const DISK_QUEUE = 4 * 1024 * 1024;

/** So many exchanges in a row that lack something while no other holds any mean that waiting is of no use. */
const MISSES = 3;

export interface ExchangerOptions {
  /** Disk writes hold the thread: for threads that do nothing else. */
  readonly blockingDisk?: boolean;
  /** The one to work with, for tests: see {@link chooseClient}. */
  readonly client?: ClientName | undefined;
}

/** Performs exchanges over its own connections, one pool for each origin, and one more where it is asked anonymously. */
export class Exchanger {
  readonly #choose: ClientChoice;
  readonly #settings: ConnectionSettings;
  readonly #proxy: ProxyServer | undefined;
  readonly #diskQueue: DiskQueue;
  readonly #pools = new Map<string, ConnectionPool>();
  readonly #underWay = new Slots<Exchange>();
  /** The system has not given what was asked of it, and exchanges may wait for that. */
  #isScarce = false;
  /** Exchanges in a row that lacked something while no other held any. */
  #misses = 0;
  #closed = false;

  constructor(choose: ClientChoice, settings: ConnectionSettings, options: ExchangerOptions = {}) {
    this.#choose = choose;
    this.#settings = settings;
    this.#proxy = settings.proxy === undefined ? undefined : parseProxy(settings.proxy);
    this.#diskQueue = new DiskQueue(options.blockingDisk === true ? 0 : DISK_QUEUE);
  }

  static async load(settings: ConnectionSettings, options?: ExchangerOptions): Promise<Exchanger> {
    return new Exchanger(await chooseClient(options?.client), settings, options);
  }

  send(order: Order, until: number, done: Done<Reply>): Cancel {
    if (this.#closed) {
      done({ error: new TransportError("aborted", "The connections are closed.") });
      return () => {};
    }
    if (performance.now() >= until) {
      done({ error: new TransportError("timeout", "No time was left to send the request (stage: connect).") });
      return () => {};
    }
    let exchange: Exchange;
    let slot: number;
    const begin = (): void => {
      exchange = new Exchange(order, this.#pool(order), until, this.#diskQueue, (outcome) => {
        this.#underWay.remove(slot, exchange);
        if ("error" in outcome && this.#lacksWhatOthersHold(outcome.error, order)) {
          // It begins again once they have given it back: that is no attempt of its own.
          begin();
          if (this.#busy === 0) this.#wake();
          return;
        }
        if (!("error" in outcome)) this.#misses = 0;
        done(outcome);
        this.#wake();
      });
      slot = this.#underWay.add(exchange);
      exchange.start();
    };
    begin();
    return (reason) => exchange.fail(reason);
  }

  /** Ends idle connections now, busy ones when they are done or at once with `force`; resolves when all are gone. */
  async close(force: boolean): Promise<void> {
    this.#closed = true;
    const pools = [...this.#pools.values()];
    if (force) for (const exchange of this.#underWay) exchange.fail(closedUnderWay(false));
    await Promise.all(pools.map((pool) => pool.close()));
  }

  /** Whether an exchange failed because the system gave no socket or file, and waiting may help. */
  #lacksWhatOthersHold(error: unknown, order: Order): boolean {
    if (this.#closed || !(error instanceof TransportError) || !isShortage(error, order)) return false;
    this.#isScarce = true;
    for (const pool of this.#pools.values()) pool.halve();
    if (this.#busy > 0) return true;
    this.#misses += 1;
    return this.#misses < MISSES;
  }

  /** Connections that are made, used or ended. */
  get #busy(): number {
    return [...this.#pools.values()].reduce((sum, pool) => sum + pool.busy, 0);
  }

  #wake(): void {
    if (!this.#isScarce) return;
    if (this.#underWay.size === 0) this.#isScarce = false;
    for (const pool of this.#pools.values()) pool.wake();
  }

  #pool({ origin, isAnonymous }: Order): ConnectionPool {
    const { tls } = this.#settings;
    // A connection is the certificate's that it was made with.
    const isBare = isAnonymous && tls?.cert !== undefined;
    const key = isBare ? `anonymous ${origin}` : origin;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      const settings = isBare ? { ...this.#settings, tls: { ca: tls.ca } } : this.#settings;
      pool = new ConnectionPool(this.#choose, origin, settings, this.#proxy, () => this.#wake());
      this.#pools.set(key, pool);
    }
    return pool;
  }
}
