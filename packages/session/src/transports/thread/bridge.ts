import type { Cancel, Done } from "../../driver/transport.ts";
import { withSent } from "../../errors/interruption.ts";
import type { WorkStep } from "../../flow/step.ts";
import type { Reply } from "../../message/reply.ts";
import type { ClientName } from "../clients/clientChoice.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import type { Order } from "../exchange/order.ts";
import { IoThreadHandle } from "./ioThreadHandle.ts";
import { lostThread } from "./lostThread.ts";
import { NumberedSteps } from "./stepTable.ts";
import { threadProgram } from "./threadProgram.ts";
import { TimerQueue } from "./timerQueue.ts";
import { type Completion, type Demand, packOrder, type Report, unpackReply, type WireOrder } from "./wire.ts";
import { unpackError } from "./wireError.ts";

/** The connections of one session, as the I/O thread knows them. */
export interface Pool {
  readonly id: number;
  readonly settings: ConnectionSettings;
  readonly client?: ClientName | undefined;
}

/** How long after its time a step may still complete before the thread is given up, in ms. */
const GRACE = 1_500;
/** How long to wait before looking whether the thread still lives, in ms. */
const SLICE = 250;
/** A busy thread that shows no life for so long is given up, in ms. */
const LONGEST_SILENCE = 10_000;
/** A thread that has heard of nothing by then did not start, in ms: no event tells those who wait. */
const LONGEST_START = 5_000;

interface Pending {
  readonly uploaded: Order["uploaded"];
  readonly complete: (completion: Completion) => void;
  readonly fail: (error: unknown) => void;
  readonly until: number;
}

/** Hands steps to an I/O thread and waits for what comes back: one for each thread that has blocking sessions. */
export class Bridge {
  static readonly ofThread: Bridge = new Bridge();

  readonly #entry: () => URL;
  readonly #timers = new TimerQueue();
  readonly #pending = new NumberedSteps<Pending>();
  readonly #opened = new Set<number>();
  #thread: IoThreadHandle | undefined;
  #demands: Demand[] = [];
  /** Received, and not yet passed on. */
  readonly #inbox: (Report | Completion)[] = [];
  #pulse = 0;
  #silence = 0;

  /** @param entry - the program of the next thread */
  constructor(entry: () => URL = threadProgram) {
    this.#entry = entry;
  }

  send(pool: Pool, order: Order, until: number, done: Done<Reply>): Cancel {
    if (this.#thread?.gone === true && this.#pending.size === 0) this.#dismiss();
    let packed: WireOrder;
    try {
      packed = packOrder(order);
    } catch (error) {
      done({ error });
      return () => {};
    }
    if (!this.#opened.has(pool.id)) {
      this.#opened.add(pool.id);
      const { id, settings, client } = pool;
      this.#demands.push({ ask: "open", pool: id, settings, client });
    }
    const left = until - performance.now();
    return this.#ask(
      (id) => ({ ask: "send", id, pool: pool.id, order: packed, left }),
      until,
      done,
      (completion) => {
        if ("reply" in completion) done({ value: unpackReply(completion.reply, order) });
      },
      order.uploaded,
    );
  }

  work({ module, name, input, until }: WorkStep, done: Done<unknown>): Cancel {
    const left = until - performance.now();
    return this.#ask(
      (id) => ({ ask: "work", id, module, name, input, left }),
      until,
      done,
      (completion) => {
        if ("value" in completion) done({ value: completion.value });
      },
    );
  }

  sleep(until: number, done: Done<undefined>): Cancel {
    return this.#timers.add(until, done);
  }

  /** Holds this thread until something completed; `false` when nothing is under way. */
  wait(): boolean {
    for (;;) {
      const before = this.#pending.size;
      this.#flush();
      // What could not leave has failed.
      if (this.#pending.size < before) return true;
      const thread = this.#thread;
      const heard = thread?.bell ?? 0;
      const received = this.#receive();
      const fired = this.#timers.fire(performance.now());
      if (received || fired) return true;
      if (this.#pending.size === 0 && this.#timers.next === Infinity) return false;
      if (this.#giveUpIfLost()) return true;
      const ms = Math.max(0, Math.min(SLICE, this.#timers.next - performance.now()));
      if (thread === undefined) Atomics.wait(nobody, 0, 0, ms);
      else thread.wait(heard, ms);
      this.#silence += ms;
    }
  }

  /** Closes a session's connections in the thread, if it has any there. */
  close(pool: Pool["id"], force: boolean): void {
    if (!this.#opened.delete(pool)) return;
    this.#demands.push({ ask: "close", pool, force });
    this.#flush();
  }

  #ask<T>(
    demand: (id: number) => Demand & { readonly id: number },
    until: number,
    done: Done<T>,
    complete: (completion: Completion) => void,
    uploaded?: Order["uploaded"],
  ): Cancel {
    const id = this.#pending.add({
      uploaded,
      until,
      fail: (error) => done({ error }),
      complete: (completion) => {
        if ("error" in completion) done({ error: unpackError(completion.error) });
        else complete(completion);
      },
    });
    const asked = demand(id);
    this.#demands.push(asked);
    return (reason) => {
      if (!this.#pending.delete(id)) return;
      const queued = this.#demands.indexOf(asked);
      if (queued >= 0) this.#demands.splice(queued, 1);
      else this.#abort(id);
      done({ error: withSent(reason, queued < 0) });
    };
  }

  #abort(id: number): void {
    this.#demands.push({ ask: "abort", id });
    this.#flush();
  }

  /** Everything that was asked for since the last time goes in one message: waking a thread is what costs. */
  #flush(): void {
    if (this.#demands.length === 0) return;
    const demands = this.#demands;
    this.#demands = [];
    this.#silence = 0;
    try {
      this.#thread ??= IoThreadHandle.start(this.#entry());
    } catch (error) {
      // There is no thread to be had: all of it failed to leave.
      for (const demand of demands) this.#failToLeave(demand, error);
      return;
    }
    this.#post(this.#thread, demands);
  }

  #post(thread: IoThreadHandle, demands: readonly Demand[]): void {
    try {
      thread.post(demands);
    } catch (error) {
      // Something in it is no data: told by itself, and the rest goes without it.
      const [only] = demands;
      if (demands.length > 1) for (const demand of demands) this.#post(thread, [demand]);
      else if (only !== undefined) this.#failToLeave(only, error);
    }
  }

  #failToLeave(demand: Demand, error: unknown): void {
    if (demand.ask === "open") this.#opened.delete(demand.pool);
    else if (demand.ask !== "close") this.#fail(demand.id, error);
  }

  #receive(): boolean {
    for (let batch = this.#thread?.receive(); batch !== undefined; batch = this.#thread?.receive()) {
      this.#silence = 0;
      this.#inbox.push(...batch);
    }
    let received = false;
    // A listener may call a session again: what is left in the box is then found by the inner wait.
    for (let told = this.#inbox.shift(); told !== undefined; told = this.#inbox.shift()) {
      const pending = this.#pending.get(told.id);
      // Nobody waits for it any more: its step was cancelled.
      if (pending === undefined) continue;
      received = true;
      if ("uploaded" in told) {
        this.#tell(told, pending);
        continue;
      }
      this.#pending.delete(told.id);
      pending.complete(told);
    }
    return received;
  }

  #tell({ id, uploaded }: Report, pending: Pending): void {
    try {
      pending.uploaded?.(uploaded);
    } catch (error) {
      // What a caller's function throws is the caller's to hear.
      this.#abort(id);
      this.#fail(id, error);
    }
  }

  /** Whether the thread is dead or stuck: all that it had to do fails, and the next step gets a new one. */
  #giveUpIfLost(): boolean {
    const thread = this.#thread;
    if (thread === undefined || this.#pending.size === 0) return false;
    const { pulse } = thread;
    if (pulse !== this.#pulse) this.#silence = 0;
    this.#pulse = pulse;
    const now = performance.now();
    const patience = thread.hasHeard ? LONGEST_SILENCE : LONGEST_START;
    const late = this.#silence >= patience || this.#pending.some(({ until }) => now > until + GRACE);
    if (!thread.gone && !late) return false;
    const error = lostThread(thread);
    this.#dismiss();
    for (const id of this.#pending.ids()) this.#fail(id, error);
    return true;
  }

  #dismiss(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
    this.#opened.clear();
    this.#silence = 0;
  }

  #fail(id: number, error: unknown): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.fail(error);
  }
}

/** What a thread without an I/O thread waits on: nobody rings it. */
const nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
