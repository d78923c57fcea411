// A bare server in a process of its own, so that it does not share an event loop with what is measured.
import { createServer } from "node:http";

const body = JSON.stringify({ id: 1, username: "ada", padding: "x".repeat(300) });
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
const server = createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.(server.address().port));
process.on("disconnect", () => process.exit(0));
