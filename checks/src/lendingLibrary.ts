import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** How many requests a pass is good for: few, so that it ends in the middle of work. */
const GOOD_FOR = 4;

const shelves: Readonly<Record<string, unknown>> = {
  "/books": { titles: ["Faust", "Emma"], next: "books/more" },
  "/books/more": { titles: ["Effi Briest"], next: null },
};

/** The server that the documents write a session for: a card and a PIN get a pass, and a pass ends. */
export interface LendingLibrary {
  readonly url: string;
  /** What was asked, in order: method, path and status. */
  readonly seen: readonly string[];
  close(): void;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

/** Opens a library on a free port of this machine. */
export async function openLibrary(): Promise<LendingLibrary> {
  const seen: string[] = [];
  const uses = new Map<string, number>();

  function answer(method: string, path: string, pass: string, body: string): [status: number, answer: unknown] {
    if (path === "/desk") {
      if (body !== JSON.stringify({ card: "A-17", pin: "2718" })) return [403, "no such card"];
      const issued = `pass-${uses.size + 1}`;
      uses.set(issued, GOOD_FOR);
      return [200, issued];
    }
    const left = uses.get(pass) ?? 0;
    if (left === 0) return [401, "no pass"];
    uses.set(pass, left - 1);
    if (method === "POST" && /^\/books\/[0-9]+\/loan$/.test(path)) return [201, { due: "2027-01-01" }];
    return method === "GET" && path in shelves ? [200, shelves[path]] : [404, "no such shelf"];
  }

  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    void bodyOf(request).then((body) => {
      const [status, content] = answer(method, url, String(headers["x-pass"]), body);
      seen.push(`${method} ${url} ${status}`);
      response.writeHead(status).end(typeof content === "string" ? content : JSON.stringify(content));
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.closeAllConnections() ?? server.close() };
}
