import type { AuthStrategy } from "../contracts/authStrategy.ts";
import type { Transport } from "../driver/transport.ts";
import type { Layer } from "../layers/layer.ts";
import type { RetryPolicy } from "../layers/retryPolicy.ts";
import type { ConnectionTls } from "../transports/connectionSettings.ts";

/** Connections kept by a session. */
export interface Limits {
  /** Sockets open at once to one origin. Default 100. */
  readonly maxConnections?: number;
  /** Idle sockets kept for later. Default 20. */
  readonly maxKeepAlive?: number;
  /**
   * The largest body kept in memory, in bytes after decoding. Default 64 MiB. Files on disk have no limit: only a
   * compressed body beyond this size that grows more than a hundredfold is refused there too.
   */
  readonly maxBytes?: number;
  /** The largest header section of an answer, in bytes. Default 64 KiB. */
  readonly maxHeaderBytes?: number;
}

/** How a session behaves. Checked once, when it is made: an unknown name or a value out of range is a UsageError. */
export interface SessionOptions {
  /** Base of every endpoint: `https://…`; plain http only to this machine, unless `allowInsecureHttp`. */
  readonly url: string;
  /** How the session proves who it is. Default: not at all. */
  readonly auth?: AuthStrategy;
  /** Correlation id sent with every request, a UUID. Default: a random one. */
  readonly cid?: string;
  /**
   * Milliseconds for one call from the moment it leaves the queue: connection, refresh, retries and body. For bodies
   * that stream (downloads, files) it is the longest silence. Default 15,000.
   */
  readonly timeout?: number;
  /** Milliseconds for everything, the queue included. Default: none. */
  readonly deadline?: number;
  /** What is tried again, and how often; `false`: nothing ever. */
  readonly retry?: Partial<RetryPolicy> | false;
  /** Requests under way at once. Default 100. */
  readonly maxConcurrency?: number;
  readonly limits?: Limits;
  /** Whether redirects are followed: never to another origin. Default false: the 3xx is returned. */
  readonly followRedirects?: boolean;
  /** Default 10. */
  readonly maxRedirects?: number;
  /** Whether the server's certificate must be good. Default true. Nothing else can switch it off. */
  readonly verifySsl?: boolean;
  readonly tls?: ConnectionTls;
  /** `http://[user:password@]host:port`. Proxies in the environment are ignored. */
  readonly proxy?: string;
  /** Allows plain http to other machines: whoever listens in between reads the credentials. Default false. */
  readonly allowInsecureHttp?: boolean;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Your own layers, outermost first: they see each call once, around retries and authentication. */
  readonly layers?: readonly Layer[];
  /** What performs the requests. Default: the runtime's. A session closes only the one that it made itself. */
  readonly transport?: Transport;
}
