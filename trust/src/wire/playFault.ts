import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Fault } from "./fault.ts";

/** The server's own answer, whole. */
export interface WholeAnswer {
  readonly status: number;
  /** Names and values by turns, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** One exchange whose answer is about to be spoilt. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** There when the server was asked. */
  readonly answer: WholeAnswer | undefined;
  /** How many requests its connection has carried, this one included. */
  readonly turn: number;
  /** Sends the answer as it is. */
  readonly pass: () => void;
}

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const EVERY_MS = 20;

/** Does to an exchange what its fault says. */
export function playFault(fault: Fault, { request, response, answer, turn, pass }: Exchange): void {
  const { socket } = request;
  const body = answer === undefined || answer.body.length === 0 ? Buffer.from("{}") : answer.body;
  switch (fault.play) {
    case "answer":
      // Node's own headers would make every answer a good one.
      response.sendDate = false;
      response.writeHead(fault.status, { ...mutable(fault.headers) });
      response.end(fault.body);
      return;
    case "raw":
      if (fault.ends === true) socket.end(fault.bytes, "latin1");
      else socket.write(fault.bytes, "latin1");
      return;
    case "reset":
      socket.resetAndDestroy();
      return;
    case "cut":
      // Where the length is right, only the coding can tell; the connection goes on.
      if (fault.framing === "gzip")
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(body).subarray(0, -4));
      else socket.end(cut(fault.framing, body));
      return;
    case "stall":
      if (fault.after !== "nothing") socket.write(`${HEAD}content-length: ${body.length}\r\n\r\n`);
      if (fault.after === "half") socket.write(body.subarray(0, body.length >> 1));
      return;
    case "drip":
      socket.write(fault.part === "head" ? HEAD : `${HEAD}content-length: 100000\r\n\r\n`);
      drip(socket);
      return;
    case "deaf":
      socket.pause();
      return;
    case "interim":
      socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(fault.count));
      pass();
      return;
    case "stale":
      if (turn > 1) socket.destroy();
      else pass();
  }
}

function mutable(
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}

function cut(framing: "length" | "chunked", body: Buffer): Buffer {
  if (framing === "chunked") {
    const head = `${HEAD}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`;
    return Buffer.concat([Buffer.from(head), body.subarray(0, -1)]);
  }
  return Buffer.concat([Buffer.from(`${HEAD}content-length: ${body.length}\r\n\r\n`), body.subarray(0, -1)]);
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write("x"), EVERY_MS);
  socket.on("close", () => clearInterval(timer));
}
