/** Certificates, in PEM. */
export interface ConnectionTls {
  /** Authorities to trust instead of the runtime's own. */
  readonly ca?: string | Uint8Array | undefined;
  /** The client's certificate, for servers that ask for one. */
  readonly cert?: string | Uint8Array | undefined;
  /** The private key of `cert`. */
  readonly key?: string | Uint8Array | undefined;
}

/** How a transport connects: plain data, because it crosses into the I/O thread. Nothing else decides: no environment. */
export interface ConnectionSettings {
  /** Sockets open at once to one origin. */
  readonly maxConnections: number;
  /** Idle sockets kept for later, per origin. */
  readonly maxKeepAlive: number;
  /** Whether the server's certificate must be good. */
  readonly verifySsl: boolean;
  readonly tls?: ConnectionTls | undefined;
  /** `http://[user:password@]host:port`, or https. */
  readonly proxy?: string | undefined;
  /** ms for name, TCP, proxy and TLS together, at least: a call with more time than others may take a third of it. */
  readonly connectTimeout: number;
  /** The largest head of a response, in bytes. */
  readonly maxHeaderBytes: number;
}

/** What a session uses where its options say nothing. */
export const connectionDefaults: ConnectionSettings = {
  maxConnections: 100,
  maxKeepAlive: 20,
  verifySsl: true,
  connectTimeout: 10_000,
  maxHeaderBytes: 64 * 1024,
};
