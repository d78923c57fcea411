import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Fault } from "./faults.ts";
import { OK, sized } from "./sizedAnswer.ts";

const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;

/** What a server may answer, as it is on the wire. */
interface SplitResponse {
  readonly wire: Buffer;
  readonly body: Buffer;
}

const FIELDS = "x-first: 1\r\nx-second: 22\r\n";
const GZIP = "content-encoding: gzip\r\n";
const words = Buffer.from("words of a body that say where they end.");
const many = Buffer.alloc(300_000, words);
/** As long as `content-length`. */
const TRAILER = "x-content-hash";

/** Responses that come in two parts, by name. */
export const splitResponses: Readonly<Record<string, SplitResponse>> = {
  "of known length": { wire: sized(words, FIELDS), body: words },
  "that is large": { wire: sized(many, FIELDS), body: many },
  "in chunks": { wire: Buffer.from(`${CHUNKED}5\r\nwords\r\n3\r\n of\r\n0\r\n\r\n`), body: Buffer.from("words of") },
  "in chunks, with a field after them": {
    wire: Buffer.from(`${CHUNKED}2\r\nok\r\n0\r\n${TRAILER}: 1\r\n\r\n`),
    body: Buffer.from("ok"),
  },
  "that is encoded": { wire: sized(gzipSync(words), GZIP), body: words },
  "that is encoded and large": { wire: sized(gzipSync(many, { level: 0 }), GZIP), body: many },
  "after a hint": {
    wire: Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"), sized(words, FIELDS)]),
    body: words,
  },
  "after a hint and a 100": {
    wire: Buffer.concat([
      Buffer.from("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"),
      sized(words, FIELDS),
    ]),
    body: words,
  },
  "after a 100": {
    wire: Buffer.concat([Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"), sized(words, FIELDS)]),
    body: words,
  },
};

/** Comes at once, and lies over what came before; its length is spelled where the field after chunks is. */
const between = ((): Buffer => {
  const at = splitResponses["in chunks, with a field after them"]?.wire.indexOf(TRAILER) ?? 0;
  const pad = "y".repeat(at - `${OK}y: \r\n`.length);
  return sized(Buffer.alloc(60_000, "#"), `y: ${pad}\r\n`);
})();

let open: { readonly socket: Socket; readonly rest: Buffer } | undefined;
let early: Socket | undefined;

/** Writes a response up to some byte, then another to somebody else, and then the rest. */
export const splitFaults: Readonly<Record<string, Fault>> = {
  split: (socket, { url }) => {
    const { wire } = splitResponses[url.searchParams.get("case") ?? ""] ?? { wire: between };
    const at = Number(url.searchParams.get("at"));
    // Otherwise the rest waits until the first part is acknowledged, which takes 40 ms.
    socket.setNoDelay();
    socket.write(wire.subarray(0, at));
    open = { socket, rest: wire.subarray(at) };
    early?.write(between);
    early = undefined;
  },
  between: (socket) => {
    if (open === undefined) early = socket;
    else socket.write(between);
  },
  rest: (socket) => {
    open?.socket.write(open.rest);
    open = undefined;
    socket.write(between);
  },
};
