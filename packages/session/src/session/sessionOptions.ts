import type { AuthStrategy } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import type { Transport } from "../driver/transport.ts";
import type { Layer } from "../layers/layer.ts";
import type { RetryPolicy } from "../layers/retryPolicy.ts";
import type { ConnectionTls } from "../transports/connectionSettings.ts";

/** How much a session opens, keeps and takes. In a browser only `maxBytes` can be given: the rest is the browser's. */
export interface Limits {
  /** Sockets open at once to one origin. Default 100. */
  readonly maxConnections?: number | undefined;
  /** Idle sockets kept for later. Default 20. */
  readonly maxKeepAlive?: number | undefined;
  /**
   * The largest body kept in memory, in bytes after decoding. Default 64 MiB. Files on disk have no limit: only a
   * compressed body beyond this size that grows more than a hundredfold is refused there too.
   */
  readonly maxBytes?: number | undefined;
  /** The largest header section of an answer, in bytes. Default 64 KiB. */
  readonly maxHeaderBytes?: number | undefined;
}

/** How a session behaves. Checked once, when it is made: an unknown name or a value out of range is a UsageError. */
export interface SessionOptions {
  /** Base of every endpoint: `https://…`; plain http only to this machine, unless `allowInsecureHttp`. */
  readonly url: string | URL;
  /** How the session proves who it is. Default: not at all. */
  readonly auth?: AuthStrategy | undefined;
  /**
   * Where `auth` keeps the token or the cookies that it signs in by: between processes `fileStore(dir)`, in a fleet
   * `redisStore(client)` of `@latchkey/redis`. Default: what `auth` was given itself, else nowhere. A blocking session takes only
   * stores that never answer with promises.
   */
  readonly store?: Store | undefined;
  /** Correlation id sent with every request, a UUID. Default: a random one. */
  readonly cid?: string | undefined;
  /**
   * Milliseconds for one call from the moment it leaves the queue: connection, refresh, retries and body. Making one
   * connection may take a third of it, so that there can be another attempt. For bodies that stream (downloads, files) it is
   * the longest silence. Default 15,000.
   */
  readonly timeout?: number | undefined;
  /** Milliseconds for everything, the queue included. Default: none. */
  readonly deadline?: number | undefined;
  /**
   * What is tried again, and how often; `false`: nothing ever. Default: three attempts in all, back-offs of at most 200 ms
   * that double up to 5 s, and a `Retry-After` of up to a minute.
   */
  readonly retry?: { readonly [K in keyof RetryPolicy]?: RetryPolicy[K] | undefined } | false | undefined;
  /** Requests under way at once; no more than `limits.maxConnections` of them, which is 100 too. Default 100. */
  readonly maxConcurrency?: number | undefined;
  /** How many connections there are, and how large an answer may be. */
  readonly limits?: Limits | undefined;
  /** Whether redirects are followed: never to another origin. Default false: the 3xx is returned. */
  readonly followRedirects?: boolean | undefined;
  /** Redirects followed in one call, 0 to 100: one more is a TransportError (`redirect`). Default 10. */
  readonly maxRedirects?: number | undefined;
  /** Whether the server's certificate must be good. Default true. Nothing else can switch it off. */
  readonly verifySsl?: boolean | undefined;
  /** Certificates: whom to trust, and the client's own. Not in browsers. Default: the runtime's authorities, and none. */
  readonly tls?: ConnectionTls | undefined;
  /** `http://[user:password@]host:port`. Proxies in the environment are ignored. */
  readonly proxy?: string | undefined;
  /** Allows plain http to other machines: whoever listens in between reads the credentials. Default false. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Your own layers, outermost first: they see each call once, around retries and authentication. */
  readonly layers?: readonly Layer[] | undefined;
  /** What performs the requests. Default: the runtime's. A session closes only the one that it made itself. */
  readonly transport?: Transport | undefined;
}
