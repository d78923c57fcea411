import type { Socket } from "node:net";
import type { HeaderFields } from "../../message/headerFields.ts";

/** What a client is asked to send. Every option that undici reads is named, so that nothing inherited can be read instead. */
export interface Dispatch {
  readonly method: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
  readonly query: undefined;
  readonly idempotent: undefined;
  readonly blocking: undefined;
  readonly upgrade: undefined;
  readonly headersTimeout: undefined;
  readonly bodyTimeout: undefined;
  readonly reset: undefined;
  readonly expectContinue: undefined;
  readonly servername: undefined;
  readonly throwOnError: undefined;
  readonly maxRedirections: undefined;
  readonly typeOfService: undefined;
}

/** What a client tells about one exchange. */
export interface ResponseHandler {
  /** The request is about to be written. Throwing here keeps it from being sent and spares the connection. */
  onConnect(abort: (error: Error) => void): void;
  onBodySent(chunk: Uint8Array): void;
  onRequestSent(): void;
  onResponseStarted(): void;
  /** @param headers - or names and values in turn, as latin-1 bytes */
  onHeaders(status: number, headers: HeaderFields | readonly Uint8Array[]): boolean;
  /** @param chunk - perhaps only lent until this returns: see lentMemory.ts */
  onData(chunk: Uint8Array): boolean;
  onComplete(): void;
  onError(error: unknown): void;
}

export type Connected = (error: Error | null, socket?: Socket) => void;

/** Where a client wants a connection to. */
export interface ConnectTarget {
  readonly hostname: string;
  readonly port: string;
  readonly protocol: string;
}

export interface ClientOptions {
  readonly connect: (target: ConnectTarget, connected: Connected) => void;
  readonly pipelining: number;
  readonly keepAliveTimeout: number;
  readonly keepAliveMaxTimeout: number;
  readonly keepAliveTimeoutThreshold: number;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly maxHeaderSize: number;
}

/** One connection, made again when it is lost: undici's, or one that stands in for it. */
export interface Client {
  dispatch(options: Dispatch, handler: ResponseHandler): boolean;
  destroy(error?: Error): Promise<void>;
}

export type ClientConstructor = new (origin: string, options: ClientOptions) => Client;

/**
 * Undici's client alone, without its entry module: that one takes the place of the process-wide dispatcher and loads
 * fetch, WebSocket and a cache besides. The file is internal to undici, hence the pinned minor version.
 */
export async function loadUndici(): Promise<ClientConstructor> {
  const module = await import("undici/lib/dispatcher/client.js");
  return module.default;
}
