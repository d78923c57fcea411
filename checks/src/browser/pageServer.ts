import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const html = `<!doctype html>
<meta charset="utf-8">
<title>Latchkey in a browser</title>
<style>
  body { font: 16px/1.5 sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #1b2733; }
  h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; color: #a3261b; margin-bottom: 0 }
  p { overflow-wrap: anywhere } li { margin: .25rem 0 }
</style>
<body><script type="module" src="/main.js"></script></body>
`;

/** Serves a page that runs `code` as `main.js`: an empty one, or one of your own. */
export async function servePage(code: string, page: string = html): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((request, response) => {
    const isScript = request.url === "/main.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? code : page);
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return { port, close: () => server.closeAllConnections() ?? server.close() };
}
