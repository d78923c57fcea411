import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { requestTo } from "../../testbed/exchanges.ts";
import { connectionDefaults } from "../connectionSettings.ts";
import { nodeTransport } from "../nodeTransport.ts";

test.each([
  [2, 4],
  [0, 6],
])("of six connections, with %i kept, %i end by themselves", async (maxKeepAlive, ending) => {
  const held: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    held.push(response);
    // None is answered before all six are there: each has a connection of its own.
    if (held.length === 6) for (const waiting of held) waiting.end("{}");
  });
  let open = 0;
  const ended = new Promise<void>((resolve) => {
    server.on("connection", (socket) => {
      open += 1;
      socket.once("close", () => {
        open -= 1;
        if (open === 6 - ending) resolve();
      });
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const transport = nodeTransport({ ...connectionDefaults, maxKeepAlive });
  const request = requestTo(`http://127.0.0.1:${port}`, "/");
  await Promise.all(
    Array.from({ length: 6 }, () => new Promise((resolve) => transport.send(request, Infinity, resolve))),
  );
  await ended;
  expect(open).toBe(6 - ending);
  await transport.close(true);
  server.close();
});
