import type { ClientRequest } from "node:http";
import type { RequestOptions } from "node:https";
import type { Socket } from "node:net";
import { TransportError } from "../../errors/transportError.ts";
import { UsageError } from "../../errors/usageError.ts";
import { proxyUser } from "../../request/proxyUser.ts";
import { httpRequest, httpsRequest } from "../clients/nodeHttp.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import { connectFailure } from "../failures/connectFailure.ts";

/** A proxy as its URL describes it. `authorization` goes to the proxy only, and into no error. */
export interface ProxyServer {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly authorization: string | undefined;
}

/**
 * Reads the URL of a proxy.
 *
 * @throws UsageError (`option`), which does not quote the URL: it may hold a password.
 */
export function parseProxy(url: string): ProxyServer {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) {
    throw new UsageError("option", "Option `proxy` is not the URL of an http or https proxy.", {
      hint: "Write http://host:port, or http://user:password@host:port.",
    });
  }
  const secure = parsed.protocol === "https:";
  const { username, password } = proxyUser(parsed);
  const pair = `${username}:${password}`;
  return {
    secure,
    hostname: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: parsed.port === "" ? (secure ? 443 : 80) : Number(parsed.port),
    authorization: username === "" && password === "" ? undefined : `Basic ${Buffer.from(pair).toString("base64")}`,
  };
}

/** Asks a proxy for a tunnel to `authority` (host and port). Returns what to destroy to give up. */
export function openTunnel(
  proxy: ProxyServer,
  authority: string,
  settings: ConnectionSettings,
  done: (error: TransportError | null, socket?: Socket) => void,
): ClientRequest {
  const place = `the proxy ${proxy.hostname}:${proxy.port}`;
  const headers: Record<string, string> = { host: authority };
  if (proxy.authorization !== undefined) headers["proxy-authorization"] = proxy.authorization;
  const send = proxy.secure ? httpsRequest : httpRequest;
  const options: RequestOptions = Object.assign(Object.create(null), {
    method: "CONNECT",
    host: proxy.hostname,
    port: proxy.port,
    path: authority,
    headers,
    agent: false,
    rejectUnauthorized: settings.verifySsl,
  });
  if (settings.tls?.ca !== undefined) options.ca = asPem(settings.tls.ca);
  const request = send(options);
  let handshake = false;
  request.on("socket", (socket) => socket.once("connect", () => (handshake = proxy.secure)));
  request.on("error", (error) => done(connectFailure(error, place, handshake)));
  request.on("connect", (response, socket: Socket, head) => {
    const status = response.statusCode ?? 0;
    const isOpen = status >= 200 && status <= 299;
    if (isOpen && head.length === 0) {
      done(null, socket);
      return;
    }
    // From Node 26 on, giving up the request leaves its socket, which is no longer the request's.
    socket.destroy();
    done(isOpen ? talkative(place, authority) : refused(place, authority, status));
  });
  request.end();
  return request;
}

/** PEM as Node's types want it. */
export function asPem(pem: string | Uint8Array): string | Buffer {
  return typeof pem === "string" ? pem : Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength);
}

function refused(place: string, authority: string, status: number): TransportError {
  const hint = status === 407 ? "Give its user name and password in the `proxy` URL." : undefined;
  return new TransportError("connect", `${place} refused a tunnel to ${authority} (status ${status}).`, { hint });
}

/** Neither in HTTP nor in TLS does the server speak first: it is the proxy's, a page of its own perhaps. */
function talkative(place: string, authority: string): TransportError {
  return new TransportError("connect", `${place} opened a tunnel to ${authority} and sent more than that.`, {
    hint: "A proxy that answers every request with a page of its own wants you to sign in there, or is none.",
  });
}
