import type { Socket } from "node:net";
import type { Client, ClientOptions, ConnectTarget, Dispatch, ResponseHandler } from "./client.ts";
import { failure, NodeExchange } from "./nodeExchange.ts";

/** What a server says of how long it keeps a connection, in s. */
const KEPT = /(?:^|[,;\s])timeout=(\d{1,6})(?:$|[,;\s])/i;

/** What may happen to a connection that nobody uses. */
const AT_REST = ["data", "end", "timeout"] as const;

/**
 * Node's own HTTP client in the place of undici's. It is there at once, where undici loads and compiles for as long as a
 * short program runs.
 */
export class NodeClient implements Client {
  readonly #target: ConnectTarget;
  readonly #host: string;
  readonly #options: ClientOptions;
  #socket: Socket | undefined;
  #current: NodeExchange | undefined;
  #destroyed = false;
  /** What comes between two exchanges belongs to none of them. */
  readonly #stray = (): void => {
    if (this.#current === undefined) this.#socket?.destroy();
  };

  constructor(origin: string, options: ClientOptions) {
    const { hostname, port, protocol, host } = new URL(origin);
    this.#target = { hostname: hostname.replace(/^\[(.*)\]$/, "$1"), port, protocol };
    this.#host = host;
    this.#options = options;
  }

  dispatch(dispatch: Dispatch, handler: ResponseHandler): boolean {
    const socket = this.#socket;
    if (socket !== undefined && !socket.destroyed) {
      this.#begin(socket, dispatch, handler);
      return true;
    }
    this.#options.connect(this.#target, (error, connected) => {
      if (connected === undefined) handler.onError(error);
      else if (this.#destroyed) {
        connected.destroy();
        handler.onError(failure("destroyed", "UND_ERR_DESTROYED"));
      } else this.#begin(this.#adopt(connected), dispatch, handler);
    });
    return true;
  }

  async destroy(): Promise<void> {
    this.#destroyed = true;
    this.#socket?.destroy();
  }

  /** Reads no more of the response, until {@link resume}. */
  hold(): void {
    this.#current?.hold();
  }

  resume(): void {
    this.#current?.resume();
  }

  /** Lets go of its connection, which is at rest, for another client to go on with. */
  leave(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#socket = undefined;
    for (const event of AT_REST) socket.removeListener(event, this.#stray);
    socket.setTimeout(0);
    socket.ref();
  }

  #adopt(socket: Socket): Socket {
    this.#socket = socket;
    // Whoever has an exchange under way hears of it there.
    socket.on("error", () => {});
    for (const event of AT_REST) socket.on(event, this.#stray);
    return socket;
  }

  #begin(socket: Socket, dispatch: Dispatch, handler: ResponseHandler): void {
    socket.setTimeout(0);
    socket.ref();
    const exchange = new NodeExchange(handler, (kept) => {
      if (this.#current === exchange) this.#current = undefined;
      if (kept === undefined || this.#destroyed) socket.destroy();
      else this.#rest(socket, kept);
    });
    this.#current = exchange;
    exchange.start(socket, this.#host, this.#options.maxHeaderSize, dispatch);
  }

  /** @param kept - the header in which the server says for how long */
  #rest(socket: Socket, kept: string): void {
    const { keepAliveTimeout, keepAliveMaxTimeout, keepAliveTimeoutThreshold } = this.#options;
    const said = KEPT.exec(kept)?.[1];
    const ms = said === undefined ? keepAliveTimeout : Number(said) * 1_000 - keepAliveTimeoutThreshold;
    if (ms <= 0) {
      socket.destroy();
      return;
    }
    socket.setTimeout(Math.min(ms, keepAliveMaxTimeout));
    // An idle connection holds no process.
    socket.unref();
  }
}
