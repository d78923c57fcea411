import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A real server that keeps the times at which requests arrive, and how many it had at once. */
export interface Judge {
  readonly url: string;
  /** On the server's clock, in ms. */
  readonly arrivals: number[];
  readonly mostAtOnce: () => number;
  /** What the next requests are answered instead of 200, one each. */
  readonly instead: ((response: ServerResponse) => void)[];
  close(): void;
}

export async function judge(): Promise<Judge> {
  const arrivals: number[] = [];
  const instead: ((response: ServerResponse) => void)[] = [];
  let busy = 0;
  let most = 0;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    arrivals.push(performance.now());
    busy += 1;
    most = Math.max(most, busy);
    request.resume();
    setImmediate(() => {
      busy -= 1;
      const answer = instead.shift();
      if (answer === undefined) response.end("{}");
      else answer(response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${address.port}`, arrivals, mostAtOnce: () => most, instead, close };
}
