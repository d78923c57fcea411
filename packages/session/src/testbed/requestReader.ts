import type { Socket } from "node:net";

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  /** As sent: not lower-cased, not joined. */
  readonly lines: readonly string[];
  readonly headers: ReadonlyMap<string, string>;
  /** Which connection of the server's, from 1. */
  readonly connection: number;
  /** Which request of its connection, from 1. */
  readonly turn: number;
}

/** Reads requests from one connection: `head` at their head, `body` when all of it is there. */
export function readRequests(
  socket: Socket,
  connection: number,
  head: (request: SeenRequest) => void,
  body: (request: SeenRequest, bytes: Buffer) => void,
): void {
  let buffered = Buffer.alloc(0);
  let current: SeenRequest | undefined;
  let turn = 0;
  const advance = (): boolean => {
    if (current === undefined) {
      const end = buffered.indexOf("\r\n\r\n");
      if (end < 0) return false;
      turn += 1;
      current = parseHead(buffered.toString("latin1", 0, end), connection, turn);
      buffered = buffered.subarray(end + 4);
      head(current);
      return true;
    }
    const taken = takeBody(current, buffered);
    if (taken === undefined) return false;
    buffered = buffered.subarray(taken.length);
    const request = current;
    current = undefined;
    body(request, taken.bytes);
    return true;
  };
  socket.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (advance());
  });
}

function parseHead(text: string, connection: number, turn: number): SeenRequest {
  const [start = "", ...lines] = text.split("\r\n");
  const [method = "", target = ""] = start.split(" ");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const url = new URL(method === "CONNECT" ? `http://${target}/` : new URL(target, "http://server/").href);
  return { method, url, lines, headers, connection, turn };
}

function takeBody(request: SeenRequest, buffered: Buffer): { bytes: Buffer; length: number } | undefined {
  if (request.headers.get("transfer-encoding") === "chunked") return takeChunks(buffered);
  const length = Number(request.headers.get("content-length") ?? 0);
  return buffered.length < length ? undefined : { bytes: buffered.subarray(0, length), length };
}

function takeChunks(buffered: Buffer): { bytes: Buffer; length: number } | undefined {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = buffered.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(buffered.toString("latin1", at, line), 16);
    const end = line + 2 + size + 2;
    if (buffered.length < end) return undefined;
    if (size === 0) return { bytes: Buffer.concat(chunks), length: end };
    chunks.push(buffered.subarray(line + 2, line + 2 + size));
    at = end;
  }
}
