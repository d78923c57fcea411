import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A server in front of another one, which lets pages of one origin use it. */
export interface CorsProxy {
  readonly port: number;
  close(): void;
}

/** Passes all on, and answers with what the Fetch standard asks for (§3.2) to pages of `origin`. */
export async function startCorsProxy(upstream: string, origin: string): Promise<CorsProxy> {
  const { hostname, port } = new URL(upstream);
  const server = createServer((incoming, response) => {
    const isAllowed = incoming.headers.origin === origin;
    const allowed = { "access-control-allow-origin": origin, "access-control-allow-headers": "*, authorization" };
    if (incoming.method === "OPTIONS") {
      response.writeHead(204, isAllowed ? allowed : {}).end();
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname, port, method, path, headers: { ...headers, host: `${hostname}:${port}` } });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...(isAllowed ? allowed : {}) });
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  // A server that listens on TCP has an address of this shape.
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => server.closeAllConnections() ?? server.close() };
}
