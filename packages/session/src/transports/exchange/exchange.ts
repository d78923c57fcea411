import type { Done } from "../../driver/transport.ts";
import { withSent } from "../../errors/interruption.ts";
import type { LatchkeyError } from "../../errors/latchkeyError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { HeaderFields } from "../../message/headerFields.ts";
import type { Reply } from "../../message/reply.ts";
import { isIdempotent } from "../../message/request.ts";
import type { BodyOwner, Received } from "../bodies/memoryBody.ts";
import { type Payload, preparePayload } from "../bodies/requestBody.ts";
import type { Dispatch, ResponseHandler } from "../clients/client.ts";
import type { ConnectionPool } from "../connections/connectionPool.ts";
import type { Job, Lane } from "../connections/lane.ts";
import { Deadline } from "../deadline.ts";
import { errorCode } from "../failures/errorCode.ts";
import { exchangeFailure, malformed, SWITCHES } from "../failures/exchangeFailure.ts";
import { exchangeTimeout, type Stage } from "../failures/exchangeTimeout.ts";
import { meansShortage } from "../failures/shortage.ts";
import type { DiskQueue } from "../files/diskQueue.ts";
import { dispatchOf } from "./dispatchOf.ts";
import { type OpenResponse, openResponse } from "./openResponse.ts";
import { type Order, placeOf, replyTo } from "./order.ts";
import { packFields } from "./packFields.ts";

/** Interim responses before the final one. */
const MAX_INTERIM = 100;

/** One request and its response. Undici calls it; it calls `done`, once. */
export class Exchange implements Job, ResponseHandler, BodyOwner {
  readonly handler: ResponseHandler = this;
  readonly deadline: Deadline;
  readonly #order: Order;
  readonly #pool: ConnectionPool;
  readonly #diskQueue: DiskQueue;
  readonly #done: Done<Reply>;
  readonly #begun = performance.now();
  #stage: Stage = "queue";
  #payload: Payload | undefined;
  #lane: Lane | undefined;
  /** Where it is among those that wait for a lane. */
  #place = -1;
  #abort: ((error: Error) => void) | undefined;
  #reused = false;
  #answered = false;
  /** Bytes of the body that have left. */
  #uploaded = 0;
  #interim = 0;
  #status = 0;
  #headers = new HeaderFields();
  #response: OpenResponse | undefined;
  /** The connection is left unread until the body can take more. */
  #isHeld = false;
  #over = false;

  constructor(order: Order, pool: ConnectionPool, until: number, diskQueue: DiskQueue, done: Done<Reply>) {
    this.#order = order;
    this.#pool = pool;
    this.#diskQueue = diskQueue;
    this.#done = done;
    this.deadline = new Deadline(until, order.idle, (silent) =>
      this.fail(exchangeTimeout(order, this.#stage, performance.now() - this.#begun, silent)),
    );
  }

  start(): void {
    this.deadline.start();
    const payload = preparePayload(this.#order.body);
    if (payload instanceof Promise) {
      payload.then(
        (prepared) => this.#submit(prepared),
        (error) => this.fail(this.#failure(error)),
      );
    } else this.#submit(payload);
  }

  /** Ends the exchange with an error, wherever it is. */
  fail(reason: unknown): void {
    if (this.#over) return;
    const sent = this.#sent;
    this.#settled();
    this.#response?.sink.discard();
    const abandoned = new TransportError("aborted", "The request was given up.");
    if (this.#abort !== undefined) this.#abort(abandoned);
    else if (this.#lane !== undefined) this.#lane.abandon(abandoned);
    else this.#pool.withdraw(this.#place, this);
    this.#done({ error: withSent(reason, sent) });
  }

  get idempotent(): boolean {
    return isIdempotent(this.#order.method);
  }

  get over(): boolean {
    return this.#over;
  }

  get dispatch(): Dispatch {
    return dispatchOf(this.#order, this.#pool.headerList.of(this.#order.headers), this.#payload);
  }

  queued(place: number): void {
    this.#place = place;
  }

  assigned(lane: Lane): void {
    this.#lane = lane;
    this.#stage = "connect";
    this.deadline.progress();
  }

  onConnect(abort: (error: Error) => void): void {
    // Nothing was written yet: throwing spares the connection.
    if (this.#over) throw new TransportError("aborted", "The request was given up.");
    this.#abort = abort;
    this.#stage = "request";
    this.#lane?.begin();
    this.#reused = this.#lane?.reused ?? false;
    this.deadline.progress();
  }

  onBodySent(chunk: Uint8Array): void {
    this.deadline.progress();
    const { uploaded } = this.#order;
    if (uploaded === undefined) return;
    this.#uploaded += chunk.length;
    try {
      uploaded({ sent: this.#uploaded, total: this.#payload?.size });
    } catch (error) {
      // What a caller's function throws is the caller's to hear.
      this.fail(error);
    }
  }

  onRequestSent(): void {
    if (this.#stage === "request") this.#stage = "headers";
    this.deadline.progress();
  }

  onResponseStarted(): void {
    this.#answered = true;
    this.deadline.progress();
  }

  onHeaders(status: number, headers: HeaderFields | readonly Uint8Array[]): boolean {
    this.deadline.progress();
    if (status < 200) {
      this.#interim += 1;
      if (status < 100) throw malformed(placeOf(this.#order), `its status is ${status}`, true);
      if (status === 101) throw malformed(placeOf(this.#order), SWITCHES, true);
      if (this.#interim > MAX_INTERIM)
        throw malformed(placeOf(this.#order), "it is preceded by too many interim ones", true);
      return true;
    }
    if (status > 599) throw malformed(placeOf(this.#order), `its status is ${status}`, true);
    this.#stage = "body";
    this.#status = status;
    this.#headers = headers instanceof HeaderFields ? headers : packFields(headers);
    this.#response = openResponse(this.#order, status, this.#headers, this.#diskQueue, this);
    if (this.#response.measured) this.#lane?.measured();
    return true;
  }

  onData(chunk: Uint8Array): boolean {
    this.deadline.progress();
    // Bytes where none may be are not the body that the caller asked for.
    if (this.#over || this.#response?.bodiless !== false || this.#response.sink.write(chunk)) return true;
    this.#isHeld = true;
    this.#lane?.hold();
    return true;
  }

  drained(): void {
    this.deadline.progress();
    this.#resume();
  }

  onComplete(): void {
    // A reset ends a body that has no other end, but not as its server meant to.
    const broken = this.#response?.framed === false && this.#lane?.broken === true;
    this.#abort = undefined;
    // Not inside undici's parser: what follows may send again, and then finds this connection free.
    queueMicrotask(() => {
      this.#release(false);
      if (this.#over) return;
      if (broken) this.fail(this.#failure({ code: "ECONNRESET" }));
      else this.#response?.sink.end((error, received) => this.#received(error, received));
    });
  }

  onError(error: unknown): void {
    this.#abort = undefined;
    // Undici misses the body that the head of a 204 or 304 speaks of, though there is none.
    if (this.#response?.bodiless === true && errorCode(error) === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
      this.onComplete();
      return;
    }
    const failure = this.#failure(error);
    if (this.#reused && failure instanceof TransportError && failure.code === "reset") this.#pool.distrust();
    queueMicrotask(() => {
      this.#release(meansShortage(failure));
      this.fail(failure);
    });
  }

  #submit(payload: Payload): void {
    this.#payload = payload;
    if (this.#over) payload.stop();
    else this.#pool.submit(this);
  }

  #resume(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#lane?.resume();
  }

  #release(isShort: boolean): void {
    this.#resume();
    const lane = this.#lane;
    this.#lane = undefined;
    if (lane !== undefined) this.#pool.release(lane, isShort);
  }

  #received(error: LatchkeyError | null, { body, saved }: Received): void {
    if (this.#over) return;
    if (error !== null) {
      this.fail(error);
      return;
    }
    this.#settled();
    const answer = { status: this.#status, headers: this.#headers, body, saved, reused: this.#reused };
    this.#done({ value: replyTo(this.#order, answer) });
  }

  #settled(): void {
    this.#over = true;
    this.deadline.stop();
    this.#payload?.stop();
  }

  get #sent(): boolean {
    return this.#stage !== "queue" && this.#stage !== "connect";
  }

  #failure(error: unknown): unknown {
    return exchangeFailure(error, {
      place: placeOf(this.#order),
      sent: this.#sent,
      answered: this.#answered,
      headed: this.#stage === "body",
      reused: this.#reused,
      connectionError: this.#lane?.error,
    });
  }
}
