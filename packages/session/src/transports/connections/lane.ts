import type { Socket } from "node:net";
import type { TransportError } from "../../errors/transportError.ts";
import type { Client, ClientOptions, Dispatch, ResponseHandler } from "../clients/client.ts";
import type { ClientChoice } from "../clients/clientChoice.ts";
import { NodeClient } from "../clients/nodeClient.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import type { Deadline } from "../deadline.ts";
import type { Connection } from "./connection.ts";
import type { Dialer } from "./dial.ts";

/** How long a connection is kept without use, in ms, where the server does not say: most keep theirs for 5 s or more. */
const IDLE_TIME = 3_900;
/** How long before the server's own limit a connection is given up. */
const IDLE_MARGIN = 1_000;
const LONGEST_IDLE_TIME = 600_000;

/** Something to send on a lane. */
export interface Job {
  readonly handler: ResponseHandler;
  readonly dispatch: Dispatch;
  /** What it sends may be sent again. */
  readonly idempotent: boolean;
  /** It was given up: nobody waits for it any more. */
  readonly over: boolean;
  readonly deadline: Pick<Deadline, "left">;
  /** Told its place among those that wait for a lane. */
  queued(place: number): void;
  /** Told which lane it is on, before anything else. */
  assigned(lane: Lane): void;
}

/** One connection, and how it is made. It serves one exchange at a time. */
export class Lane {
  readonly #origin: string;
  readonly #choose: ClientChoice;
  readonly #options: ClientOptions;
  readonly #connectTimeout: number;
  #client: Client | undefined;
  #connection: Connection | undefined;
  /** A connection that stands already, for a client to go on with. */
  #standing: Socket | undefined;
  #giveUp: ((reason: TransportError) => void) | undefined;
  /** How long making a connection may take, in ms. */
  #patience = 0;
  #exchanges = 0;
  /** Kept when the connection is gone: undici may complete a response only then. */
  #broken = false;
  #error: unknown;

  constructor(
    choose: ClientChoice,
    origin: string,
    settings: ConnectionSettings,
    dialer: Dialer,
    lost: (lane: Lane) => void,
  ) {
    this.#choose = choose;
    this.#origin = origin;
    this.#connectTimeout = settings.connectTimeout;
    this.#options = Object.assign(Object.create(null), {
      connect: (target, connected) => {
        const standing = this.#standing;
        this.#standing = undefined;
        if (standing !== undefined) {
          // Undici does not listen while it asks.
          queueMicrotask(() => connected(null, standing));
          return;
        }
        this.#giveUp = dialer.dial(target, this.#patience, (error, connection) => {
          this.#giveUp = undefined;
          if (connection !== undefined) this.#adopt(connection, lost);
          connected(error, connection?.socket);
        });
      },
      pipelining: 1,
      keepAliveTimeout: IDLE_TIME,
      keepAliveMaxTimeout: LONGEST_IDLE_TIME,
      keepAliveTimeoutThreshold: IDLE_MARGIN,
      // Exchanges have a timer of their own.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: settings.maxHeaderBytes,
    } satisfies ClientOptions);
  }

  /** Whether there is a connection, even one about to end. */
  get open(): boolean {
    return this.#connection !== undefined;
  }

  /** Whether the connection stands, and may be used again. */
  get connected(): boolean {
    return this.#socket !== undefined && !this.#socket.destroyed;
  }

  /** Whether the connection broke, rather than being ended. */
  get broken(): boolean {
    return this.#broken || this.#socket?.errored != null;
  }

  /** The first error of the connection, also when it is gone. */
  get error(): unknown {
    return this.#error;
  }

  /** Whether the connection had served another exchange before this one. */
  get reused(): boolean {
    return this.#exchanges > 1;
  }

  run(job: Job): void {
    job.assigned(this);
    // A third of its time, so that there may be another attempt.
    if (!this.connected) this.#patience = Math.max(this.#connectTimeout, Math.floor(job.deadline.left / 3));
    this.#chosen().dispatch(job.dispatch, job.handler);
  }

  /** A request is about to be written. */
  begin(): void {
    this.#exchanges += 1;
    if (!(this.#client instanceof NodeClient)) this.#connection?.expect();
  }

  /** The head of the response came, and says how long its body is. */
  measured(): void {
    this.#connection?.measured();
  }

  /** Reads no more of the response, until {@link resume}. */
  hold(): void {
    if (this.#client instanceof NodeClient) this.#client.hold();
    else this.#connection?.hold();
  }

  resume(): void {
    if (this.#client instanceof NodeClient) this.#client.resume();
    else this.#connection?.resume();
  }

  /** Gives up a connection that is still being made. */
  abandon(reason: TransportError): void {
    this.#giveUp?.(reason);
  }

  /** Ends the connection. */
  destroy(): void {
    // It rejects for no reason that matters here: the connection is gone either way.
    this.#client?.destroy().catch(() => {});
  }

  /** Between two exchanges, the next client goes on with the connection that stands. */
  #chosen(): Client {
    const Chosen = this.#choose();
    if (this.#client?.constructor === Chosen) return this.#client;
    if (this.#client instanceof NodeClient) {
      this.#client.leave();
      if (this.connected) this.#standing = this.#socket;
    }
    const next = new Chosen(this.#origin, this.#options);
    this.#client = next;
    return next;
  }

  get #socket(): Socket | undefined {
    return this.#connection?.socket;
  }

  #adopt(connection: Connection, lost: (lane: Lane) => void): void {
    const { socket } = connection;
    this.#connection = connection;
    this.#exchanges = 0;
    this.#broken = false;
    this.#error = undefined;
    socket.once("error", (error) => {
      this.#error = error;
    });
    socket.once("close", () => {
      // A later connection of the same lane may stand already.
      if (this.#connection === connection) {
        this.#broken = socket.errored != null;
        this.#connection = undefined;
      }
      lost(this);
    });
  }
}
