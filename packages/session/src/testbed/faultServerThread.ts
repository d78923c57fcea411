import { connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { parentPort, workerData } from "node:worker_threads";
import { faults, prompt } from "./faults.ts";
import { readRequests, type SeenRequest } from "./requestReader.ts";

/** How the server is to be. */
export interface FaultServerData {
  readonly tls?:
    | { readonly key: string; readonly cert: string; readonly ca?: string; readonly requestCert?: boolean }
    | undefined;
  /** `Proxy-Authorization` that CONNECT requires. */
  readonly proxyAuthorization?: string | undefined;
  /** What every tunnel begins with, sent together with the answer that opens it. */
  readonly page?: string | undefined;
  /** Sent to whoever connects, before a word was said. */
  readonly greeting?: string | undefined;
}

// The whole program of the thread: it is started with exactly this.
const { tls, proxyAuthorization, page = "", greeting } = workerData as FaultServerData;
let connections = 0;

function serve(socket: Socket): void {
  connections += 1;
  // What the other side does to the connection is what the tests are about.
  socket.on("error", () => {});
  if (greeting !== undefined) socket.write(greeting);
  readRequests(
    socket,
    connections,
    (request) => {
      if (request.method === "CONNECT") tunnel(socket, request);
      else prompt[nameOf(request)]?.(socket, request, Buffer.alloc(0));
    },
    (request, body) => {
      if (request.method !== "CONNECT") faults[nameOf(request)]?.(socket, request, body);
    },
  );
}

function nameOf({ url }: SeenRequest): string {
  return url.pathname.split("/")[1] ?? "";
}

function tunnel(socket: Socket, { url, headers }: SeenRequest): void {
  socket.removeAllListeners("data");
  if (proxyAuthorization !== undefined && headers.get("proxy-authorization") !== proxyAuthorization) {
    // As many do, it keeps the connection, on which one may ask again.
    socket.write("HTTP/1.1 407 Who are you\r\ncontent-length: 0\r\n\r\n");
    return;
  }
  const onward = connect(Number(url.port), url.hostname.replace(/^\[|\]$/g, ""), () => {
    socket.write(`HTTP/1.1 200 Connected\r\n\r\n${page}`);
    socket.pipe(onward).pipe(socket);
  });
  onward.on("error", () => socket.destroy());
}

const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
server.on("tlsClientError", () => {});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === "object" ? address?.port : undefined, []);
});
