import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TransportError } from "../../errors/transportError.ts";
import { exchange, textOf, transportTwins } from "../../testbed/exchanges.ts";

const OK = "HTTP/1.1 200 OK\r\n";
const SIZED = "content-length: 2\r\n\r\nok";
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;

/** What servers may say; those of a list end the connection after it. */
const answers: Readonly<Record<string, string | readonly [string]>> = {
  "a body of known size": OK + SIZED,
  "a body in chunks": `${CHUNKED}2\r\nok\r\n0\r\n\r\n`,
  trailers: `${CHUNKED}2\r\nok\r\n0\r\nx-a: 1\r\n\r\n`,
  "chunk extensions": `${CHUNKED}2;a=b\r\nok\r\n0\r\n\r\n`,
  "a size of a chunk in capitals": `${CHUNKED}A\r\n0123456789\r\n0\r\n\r\n`,
  "a size of a chunk that is none": `${CHUNKED}0x2\r\nok\r\n0\r\n\r\n`,
  "a size of a chunk beyond all bounds": `${CHUNKED}FFFFFFFFFFFFFFFFF\r\nok`,
  "a chunk that goes on": `${CHUNKED}2\r\nok0\r\n\r\n`,
  "trailers beyond the limit": `${CHUNKED}0\r\nx-a: ${"a".repeat(70_000)}\r\n\r\n`,
  "line feeds alone": "HTTP/1.1 200 OK\ncontent-length: 2\n\nok",
  "its size twice": `${OK}content-length: 2\r\n${SIZED}`,
  "two sizes": `${OK}content-length: 3\r\n${SIZED}`,
  "a size and chunks": `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  "chunks and a size": `${OK}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  "a negative size": `${OK}content-length: -2\r\n\r\nok`,
  "a size with a sign": `${OK}content-length: +2\r\n\r\nok`,
  "no size where there should be one": `${OK}content-length:\r\n\r\nok`,
  "a list of sizes": `${OK}content-length: 2, 2\r\n\r\nok`,
  "a coding below the chunks": `${OK}transfer-encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  "no reason": `HTTP/1.1 200\r\n${SIZED}`,
  "a status of two digits": `HTTP/1.1 99 X\r\n${SIZED}`,
  "a status of four digits": `HTTP/1.1 1000 X\r\n${SIZED}`,
  "the status 999": `HTTP/1.1 999 X\r\n${SIZED}`,
  "HTTP/1.0": `HTTP/1.0 200 OK\r\n${SIZED}`,
  "HTTP/1.0 that keeps the connection": `HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n${SIZED}`,
  "HTTP/2.0": `HTTP/2.0 200 OK\r\n${SIZED}`,
  "another protocol": `ICY 200 OK\r\n${SIZED}`,
  "a request": "GET / HTTP/1.1\r\n\r\n",
  "a body without a frame": [`${OK}\r\nok`],
  "a body that is cut": [`${OK}content-length: 5\r\n\r\nok`],
  "a chunk that is cut": [`${CHUNKED}5\r\nok`],
  "half a head": [`${OK}x-a`],
  nothing: [""],
  "the last answer of its connection": `${OK}connection: close\r\n${SIZED}`,
  "more than its size": `${OK}${SIZED}more`,
  "two answers": `${OK}${SIZED}${OK}${SIZED}`,
  "empty lines first": `\r\n\r\n${OK}${SIZED}`,
  "100 first": `HTTP/1.1 100 Continue\r\n\r\n${OK}${SIZED}`,
  "103 first": `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}${SIZED}`,
  "102 and 100 first": `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${OK}${SIZED}`,
  "100 without a reason": `HTTP/1.1 100\r\n\r\n${OK}${SIZED}`,
  "100 with a long head": `HTTP/1.1 100 Continue\r\nx-a: ${"a".repeat(60_000)}\r\n\r\n${OK}${SIZED}`,
  "100 with a size": `HTTP/1.1 100 Continue\r\n${SIZED.slice(0, -2)}${OK}${SIZED}`,
  "100 with a head beyond the limit": `HTTP/1.1 100 Continue\r\nx-a: ${"a".repeat(70_000)}`,
  "101 after 103": "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
  "101": "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
  "101 to no protocol": "HTTP/1.1 101 Switching\r\n\r\n",
  "101 to no protocol, and an answer": `HTTP/1.1 101 Switching\r\n\r\n${OK}${SIZED}`,
  "an offer of another protocol": `${OK}upgrade: h2c\r\n${SIZED}`,
  "204": "HTTP/1.1 204 No Content\r\n\r\n",
  "204 with a size": `HTTP/1.1 204 No Content\r\n${SIZED.slice(0, -2)}`,
  "304 with a size": `HTTP/1.1 304 Not Modified\r\n${SIZED.slice(0, -2)}`,
  "a folded field": `${OK}x-a: 1\r\n 2\r\n${SIZED}`,
  "a null character": `${OK}x-a: 1\0\r\n${SIZED}`,
  "another control character": `${OK}x-a: \x01\r\n${SIZED}`,
  "latin-1": `${OK}x-a: \xe9\r\n${SIZED}`,
  "a field without a name": `${OK}: 1\r\n${SIZED}`,
  "a name with a space": `${OK}x a: 1\r\n${SIZED}`,
  "a name before a space": `${OK}x-a : 1\r\n${SIZED}`,
  "a field without a colon": `${OK}x-a\r\n${SIZED}`,
  "an empty field": `${OK}x-a:\r\n${SIZED}`,
  "space around a value": `${OK}x-a: \t 1 \t \r\n${SIZED}`,
  "a carriage return alone": `${OK}x-a: 1\r2\r\n${SIZED}`,
  "the same field twice": `${OK}x-a: 1\r\nX-A: 2\r\n${SIZED}`,
  "a head beyond the limit": `${OK}x-a: ${"a".repeat(70_000)}\r\n${SIZED}`,
  "a head below the limit": `${OK}x-a: ${"a".repeat(60_000)}\r\n${SIZED}`,
  "a coding that is broken": `${OK}content-encoding: gzip\r\n${SIZED}`,
};

let answer: string | readonly [string] = "";
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on("error", () => {});
  socket.on("data", () => {
    socket.write(String(answer), "latin1");
    if (typeof answer !== "string") socket.end();
  });
});
let origin: string;
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** What a client makes of the answer: all that a caller can see of it. */
async function outcome(name: "async" | "brief", method: string): Promise<unknown> {
  const tested = transportTwins.find((twin) => twin.name === name)?.open();
  if (tested === undefined) throw new Error(`There is no ${name} transport.`);
  try {
    const reply = await exchange(tested, origin, "/", { method });
    return { status: reply.status, fields: [...reply.headers.entries()], body: textOf(reply) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, sent, hint } = error instanceof TransportError ? error : {};
    return { name: error.name, code, sent, hint, ...(code !== "protocol" && { message: error.message }) };
  } finally {
    await tested.transport.close(true);
  }
}

test.each(Object.keys(answers).flatMap((name) => [`GET: ${name}`, `HEAD: ${name}`]))(
  "both HTTP clients make the same of an answer (%s)",
  async (title) => {
    const [method = "", name = ""] = title.split(": ");
    answer = answers[name] ?? "";
    expect(await outcome("brief", method)).toEqual(await outcome("async", method));
  },
);
