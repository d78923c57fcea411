import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { ResolvedBoxOptions } from "./boxOptions.ts";
import type { FaultDesk } from "./faultDesk.ts";
import { hostAllowed } from "./hostAllowed.ts";
import { playFault } from "./playFault.ts";
import type { RequestLog } from "./requestLog.ts";
import type { Service } from "./service.ts";
import { BodyTooLarge, wholeBody } from "./wholeBody.ts";

/** A listening socket in front of a service. */
export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

/** Gives a service a socket, with the guards every server here has: host names, time-outs, body size, scripted faults. */
export async function listen(
  service: Service<unknown>,
  { options, faults, log }: { options: ResolvedBoxOptions; faults: FaultDesk; log: RequestLog },
): Promise<Listener> {
  const closed = new AbortController();
  // Every request that is held back listens: any number of them is meant.
  setMaxListeners(0, closed.signal);
  const running = new Set<Promise<unknown>>();
  const connections = new WeakMap<Socket, number>();
  let counted = 0;

  async function answer(request: Request, incoming: IncomingMessage, outgoing: ServerResponse): Promise<Response> {
    const { remoteAddress = "", remotePort = 0 } = incoming.socket;
    const serve = async (): Promise<Response> =>
      service.fetch(await wholeBody(request), { address: remoteAddress, port: remotePort });
    try {
      const fault = faults.draw(request.method, incoming.url ?? "/");
      return fault === undefined ? await serve() : await playFault(fault, outgoing, closed.signal, serve);
    } catch (error) {
      if (closed.signal.aborted || incoming.socket.destroyed) {
        outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
      if (error instanceof BodyTooLarge) return plain(413, error.message);
      return plain(500, `The sandbox failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  const handle = getRequestListener(
    (request, env) => {
      // Only HTTP/1.1 is served, so these are node:http's own objects.
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      const work = answer(request, incoming, outgoing);
      running.add(work);
      void work.finally(() => running.delete(work));
      return work;
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: 30_000,
  });
  server.on("connection", (socket) => connections.set(socket, ++counted));
  server.on("request", (incoming, outgoing) => {
    if (!hostAllowed(incoming.headers.host, options.host)) {
      outgoing.writeHead(400, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
      outgoing.end("This Host is not served here; use the address the sandbox printed.\n");
      return;
    }
    log.add(incoming, connections.get(incoming.socket) ?? 0);
    void handle(incoming, outgoing);
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no TCP address.");
  const name = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${name === "0.0.0.0" ? "127.0.0.1" : name === "[::]" ? "[::1]" : name}:${address.port}`,
    async close() {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      closed.abort();
      faults.clear();
      server.closeAllConnections();
      await Promise.allSettled(running);
      await stopped;
    },
  };
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", Connection: "close" },
  });
}
