import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { SecureServerPlan, Sightings } from "./secureServer.ts";

// What the starter passes: see secureServer.ts.
const { key, cert, tokenStatus } = workerData as SecureServerPlan;
const seen: Sightings = { firstBytes: [], requests: [] };
const sockets = new Set<Socket>();

const secure = createSecureServer({ key, cert }, (request, response) => {
  seen.requests.push(`${request.method} ${request.url}`);
  const isToken = request.url?.endsWith("/oauth/token") === true;
  const body = isToken
    ? { access_token: "T1", token_type: "Bearer", expires_in: 93_600 }
    : { name: "me", expires_in: 93_600 };
  response.writeHead(isToken ? tokenStatus : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
});

// It looks at the first byte before anybody answers: 0x16 begins a TLS handshake, anything else is plain text.
const front = createServer((socket) => {
  sockets.add(socket);
  socket.on("error", () => {});
  socket.once("data", (chunk: Buffer) => {
    seen.firstBytes.push(chunk[0] ?? -1);
    socket.pause();
    socket.unshift(chunk);
    secure.emit("connection", socket);
  });
});

front.listen(0, "127.0.0.1", () => {
  // A TCP server's address is never a pipe's.
  parentPort?.postMessage({ port: (front.address() as AddressInfo).port }, []);
});
parentPort?.on("message", (order: string) => {
  if (order === "seen") {
    parentPort?.postMessage({ seen }, []);
    return;
  }
  for (const socket of sockets) socket.destroy();
  front.close();
  process.exit();
});
