import { type ConnectOpts, connect as connectTcp, isIP, type OnReadOpts, type Socket } from "node:net";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { TransportError } from "../../errors/transportError.ts";
import type { ConnectTarget } from "../clients/client.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import { LONGEST_TIMER } from "../deadline.ts";
import { connectFailure } from "../failures/connectFailure.ts";
import { Connection } from "./connection.ts";
import { asPem, openTunnel, type ProxyServer } from "./proxyTunnel.ts";

/** Probes a silent connection after this, in ms. */
const TCP_KEEP_ALIVE = 60_000;

/** Makes connections to one origin, through its proxy where there is one. */
export class Dialer {
  readonly #settings: ConnectionSettings;
  readonly #proxy: ProxyServer | undefined;
  /** Spares a full handshake next time. */
  #session: Buffer | undefined;

  constructor(settings: ConnectionSettings, proxy: ProxyServer | undefined) {
    this.#settings = settings;
    this.#proxy = proxy;
  }

  /**
   * Connects; `done` is called once. Returns how to give up, which is then what `done` hears.
   *
   * @param within - in ms: how long that may take
   */
  dial(
    target: ConnectTarget,
    within: number,
    done: (error: TransportError | null, connection?: Connection) => void,
  ): (reason: TransportError) => void {
    const secure = target.protocol === "https:";
    const port = target.port === "" ? (secure ? 443 : 80) : Number(target.port);
    const host = target.hostname;
    const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    let current: { destroy(): unknown } | undefined;
    let stage = "the TCP connection";
    // A connection remembers how it was made: not for whom, once they have it.
    let waiting: typeof done | undefined = done;

    const finish = (error: TransportError | null, connection?: Connection): void => {
      const tell = waiting;
      if (tell === undefined) return;
      waiting = undefined;
      clearTimeout(timer);
      if (error !== null) current?.destroy();
      tell(error, connection);
    };
    const timer = setTimeout(
      () => {
        const message = `Could not connect to ${place} within ${within} ms: ${stage} was not there in time.`;
        finish(new TransportError("timeout", message, { hint: "Stage: connect. Is a firewall in between?" }));
      },
      Math.min(within, LONGEST_TIMER),
    );

    const secureOver = (socket: Socket | undefined): void => {
      if (waiting === undefined) return;
      stage = "TLS";
      let connection: Connection;
      try {
        connection = new Connection((onread) => this.#startTls(host, port, socket, onread));
      } catch (error) {
        finish(connectFailure(error, place, true));
        return;
      }
      const tls = connection.socket;
      current = tls;
      let handshake = socket !== undefined;
      tls.once("connect", () => (handshake = true));
      tls.once("secureConnect", () => finish(null, connection));
      tls.on("error", (error) => finish(connectFailure(error, place, handshake)));
    };

    if (this.#proxy !== undefined) {
      stage = "the proxy's tunnel";
      current = openTunnel(this.#proxy, place, this.#settings, (error, socket) => {
        if (error !== null || socket === undefined) finish(error);
        else if (!secure) finish(null, new Connection(() => socket));
        else secureOver(socket);
        // A tunnel that comes too late is not kept.
        if (waiting === undefined && error === null && secure) socket?.destroy();
      });
    } else if (secure) {
      secureOver(undefined);
    } else {
      const connection = new Connection((onread) =>
        connectTcp(Object.assign(own(), { host, port, highWaterMark: 65_536, onread })),
      );
      const tcp = connection.socket;
      current = tcp;
      tcp.once("connect", () => finish(null, connection));
      tcp.on("error", (error) => finish(connectFailure(error, place, false)));
    }
    return (reason) => finish(reason);
  }

  #startTls(host: string, port: number, socket: Socket | undefined, onread: OnReadOpts | undefined): TLSSocket {
    const { tls = {}, verifySsl } = this.#settings;
    const options: ConnectionOptions & ConnectOpts = Object.assign(own(), {
      host,
      port,
      // Said each time: NODE_TLS_REJECT_UNAUTHORIZED decides only for those who do not.
      rejectUnauthorized: verifySsl,
      ALPNProtocols: ["http/1.1"],
      onread,
    });
    if (isIP(host) === 0) options.servername = host;
    if (socket !== undefined) options.socket = socket;
    if (this.#session !== undefined) options.session = this.#session;
    if (tls.ca !== undefined) options.ca = asPem(tls.ca);
    if (tls.cert !== undefined) options.cert = asPem(tls.cert);
    if (tls.key !== undefined) options.key = asPem(tls.key);
    // Loaded when it is needed: it takes as long as a request.
    const started = process.getBuiltinModule("node:tls").connect(options);
    started.on("session", (session) => {
      this.#session = session;
    });
    return started;
  }
}

/** What every socket is made with; without a prototype, so that nothing inherited becomes an option. */
function own(): { noDelay: boolean; keepAlive: boolean; keepAliveInitialDelay: number } {
  return Object.assign(Object.create(null), {
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEP_ALIVE,
  });
}
