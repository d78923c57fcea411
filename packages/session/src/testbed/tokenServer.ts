import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A real server whose token endpoint answers when it is told to. */
export interface TokenServer {
  readonly url: string;
  /** Token requests so far. */
  readonly issued: () => number;
  /** Resolves when a token request waits for its answer. */
  asked(): Promise<void>;
  /** Answers the token requests that wait, and from now on at once. */
  answer(): void;
  close(): void;
}

export async function tokenServer(): Promise<TokenServer> {
  let issued = 0;
  let open = false;
  const waiting: (() => void)[] = [];
  let notify: (() => void) | undefined;

  function json(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    request.resume();
    if (!request.url?.startsWith("/oauth/token")) {
      json(response, /^Bearer \w+$/.test(request.headers.authorization ?? "") ? 200 : 401, {});
      return;
    }
    issued += 1;
    const access_token = `T${issued}`;
    const reply = (): void => json(response, 200, { access_token, token_type: "Bearer", expires_in: 3600 });
    if (open) reply();
    else waiting.push(reply);
    notify?.();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on TCP, so its address is one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    issued: () => issued,
    async asked() {
      while (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
    },
    answer() {
      open = true;
      for (const reply of waiting.splice(0)) reply();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
